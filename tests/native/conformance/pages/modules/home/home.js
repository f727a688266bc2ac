import def, { named } from '/pages/modules/lib/es'; const cjs = require('../lib/cjs'); import * as config from '/app.json';
              import pkg from 'some-pkg'; import deep from '@org/pkg/lib/deep'; import typed from '../lib/typed';
              Page({ data: { v: [def, named, cjs.c, config.pages[0], pkg.p, deep, typed({ n: 2 }), process.env.NODE_ENV].join() } })
