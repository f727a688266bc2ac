const heard = (name) => (told) => console.log(name, told.path ?? '');
Page({
  onLoad() { getApp().globalData.life.length = 0; my.onAppHide(heard('my.onAppHide')); my.onAppShow(heard('my.onAppShow')); },
  onUnload() { my.offAppHide(); my.offAppShow(); },
  onHide() { console.log('page hide'); },
  onShow() { console.log('page show', getApp().globalData.life.join()); },
});
