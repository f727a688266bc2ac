Page({ data: { mine: 'm' } })
