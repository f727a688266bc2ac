Page({ data: { n: 0 }, onReady() { this.more() }, more() { if (!this.over) this.setData({ n: this.data.n + 1 }, () => this.more()) }, stop() { this.over = true; this.setData({ n: -1 }) } })
