Page({ onLoad({n}) { console.log(n, getCurrentPages().length) } })
