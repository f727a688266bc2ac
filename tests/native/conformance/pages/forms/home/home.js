const log = (e) => console.log(JSON.stringify([e.type, e.detail.value]));
Page({ submit: log, reset: log, changed: log, typed: log, confirmed: log })
