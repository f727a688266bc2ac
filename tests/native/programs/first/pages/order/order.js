const { api } = require('../../utils/api');

Page({
  data: { state: 'unknown' },
  onLoad(query) {
    this.setData(query);
    api('GET', `/orders/${query.id}`).then(({ state }) => this.setData({ state }));
  },
});
