const ask = (what) => my.createSelectorQuery().select(what).boundingClientRect().exec(([found]) => console.log(what, found?.width));
              Page({ onLoad() { ask('#box') } })
