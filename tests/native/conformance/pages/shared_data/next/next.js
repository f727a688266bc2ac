Page({ data: { top: 0, deep: { n: 0 } }, onLoad() { this.data.deep.n += 1; this.setData({ top: this.data.top + 1, deep: this.data.deep }) } })
