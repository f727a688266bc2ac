module.exports = { c: 'cjs' };
