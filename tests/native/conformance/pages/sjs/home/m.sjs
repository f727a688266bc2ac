import {twice} from '/pages/sjs/lib/n.sjs';
export default { price: (n) => `${twice(n)} IQD`, word: (s) => getRegExp('^[a-z]+$', 'i').test(s), year: () => getDate(2026, 1, 3).getFullYear() };
