Page({
              picked(value) { this.setData({ got: `${value} ${this.card.is} ${this.selectComponent('#it') === this.card}` }) },
              keep(card) { this.card = card },
            })
