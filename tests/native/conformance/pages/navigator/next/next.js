Page({ onLoad(q) { this.setData(q) } })
