Page({ data: { a: { b: [{}, {}] }, list: [1], m: { n: 0 }, u: 'u' },
              go() {
                this.setData({ 'a.b[1].c': 'x', 'new.path[0].deep': 1, u: undefined }, () => console.log('drawn', document0()));
                console.log(this.data.a.b[1].c, JSON.stringify(this.data.new), this.data.u);
                this.$spliceData({ list: [1, 0, 2, 3] });
                this.data.m.n = 9; this.setData({ m: this.data.m });
                this.$batchedUpdates(() => { this.setData({ z: 1 }); this.setData({ z: 2 }); });
              } });
              function document0() { return typeof document + typeof window + typeof globalThis.document }
