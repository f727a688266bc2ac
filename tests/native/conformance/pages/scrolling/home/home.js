Page({ log(e) { console.log(e.type) }, go() { this.setData({ at: 'i29' }) }, onReachBottom() { console.log('bottom') } })
