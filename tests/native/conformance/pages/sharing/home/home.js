Page({
  onShareAppMessage({ from, target }) {
    return { title: `Bill ${target.dataset.bill}`, path: 'pages/index/index', success: () => this.setData({ said: `${from} shared` }) };
  },
});
