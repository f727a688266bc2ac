export default { data: {a: 1, b: 1}, methods: { who() { return 'mixin' }, only() { return 'only' } }, didMount() { console.log('mixin mount') } }
