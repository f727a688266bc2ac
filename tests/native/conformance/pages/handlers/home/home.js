Page({data: {on: true}, one() { console.log('one') }, two() { console.log('two') } })
