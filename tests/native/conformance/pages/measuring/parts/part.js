Component({ data: { said: '' }, onInit() {
              my.createSelectorQuery().select('#inner').boundingClientRect().exec(([found]) => this.setData({ said: String(found?.width) }));
            } })
