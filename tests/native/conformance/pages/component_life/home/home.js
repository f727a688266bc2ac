Page({data: {n: 1, shown: true}, onReady() { console.log('ready') }, more() { this.setData({n: 2}) }, hide() { this.setData({shown: false}) } })
