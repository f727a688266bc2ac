Component({ data: { rows: ['a', 'b'] } })
