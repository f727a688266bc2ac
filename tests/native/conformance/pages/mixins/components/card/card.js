import m from '../../mixins/m'; Component({ mixins: [m], data: { b: 2, sum: 0 },
              options: { observers: true, lifetimes: true },
              observers: { 'a, b'(a, b) { this.setData({ sum: a + b }) } }, lifetimes: { attached() { console.log('attached') } },
              methods: { who() { return 'own' } },
              didMount() { console.log(this.who(), this.only()); this.setData({ a: 5 }) } })
