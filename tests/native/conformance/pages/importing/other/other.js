Page({data: {thing: {a: 1}}})
