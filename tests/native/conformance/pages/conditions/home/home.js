Page({
              data: {n: 1, kind: 'card', item: {name: 'dates'}, extra: 'e'},
              change() { this.setData({n: 0}) },
              tapped() { this.setData({n: 5}) },
            })
