Page({data: {count: 2, which: 0, tone: 'rgb(1, 2, 3)', list: [{name: 'a'}, {name: 'b'}]}})
