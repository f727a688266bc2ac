Page({data: {n: 1, text: 'hello'}})
