Component({ options: { virtualHost: false } })
