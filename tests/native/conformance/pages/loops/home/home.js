Page({data: {rows: [{id: 1, cells: ['a', 'b']}, {id: 2, cells: ['c']}], o: {x: 1, y: 2}}})
