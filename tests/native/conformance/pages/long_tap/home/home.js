Page({ log(e) { console.log(e.type) } })
