import { boom } from '/pages/errors/lib/boom';
const heard = [];
my.onError((message) => heard.push(message));
my.onUnhandledRejection(({ reason }) => heard.push(reason.message));
Page({
  a() { boom(1); },
  b() { setTimeout(() => boom(2), 0); },
  async c() { await null; boom(3); },
  tell() { console.log(JSON.stringify(getApp().globalData.errors.slice(-2)), heard.slice(-3).join()); },
});
