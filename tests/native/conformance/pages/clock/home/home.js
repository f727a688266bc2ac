Page({ data: { n: 0 }, go() { setInterval(() => this.setData({ n: this.data.n + 1 }), 60000) } })
