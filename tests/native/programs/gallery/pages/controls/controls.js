Page({ data: { cities: ['Baghdad', 'Basra', 'Erbil'], icons: ['success', 'info', 'warn', 'waiting', 'cancel', 'clear', 'search', 'download'] } });
