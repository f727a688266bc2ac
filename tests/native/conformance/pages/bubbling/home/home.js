Page({ log(e) { console.log(JSON.stringify([e.type, e.target.dataset, e.target.targetDataset, e.currentTarget.id, e.mark])) }, stop() { console.log('stopped') } })
