Page({ log(e) { console.log(e.type, JSON.stringify(e.detail)) } })
