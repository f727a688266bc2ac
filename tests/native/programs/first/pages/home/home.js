import { api } from '/utils/api';

Page({
  data: { name: '', goods: [] },
  login() {
    my.getAuthCode({
      scopes: ['USER_ID'],
      success: async ({ authCode }) => {
        getApp().globalData.session = await api('POST', '/login', { authCode });
        const { goods } = await api('GET', '/goods');
        this.setData({ goods, name: 'back' });
      },
    });
  },
  async buy(event) {
    const { goods } = event.target.dataset;
    const { customerId } = getApp().globalData.session;
    const order = await api('POST', '/orders', { customerId, goodsId: goods.id, quantity: 1 });
    my.tradePay({
      paymentUrl: order.paymentUrl,
      success: ({ resultCode }) => my.navigateTo({ url: `../order/order?id=${order.orderId}&code=${resultCode}` }),
    });
  },
});
