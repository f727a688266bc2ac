Page({ data: { cities: [{name: 'Baghdad'}, {name: 'Basra'}] }, log(e) { console.log(e.type, JSON.stringify(e.detail)) } })
