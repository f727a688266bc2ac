Page({ say({n, step}) { this.setData({said: `${n}:${step}`}) } })
