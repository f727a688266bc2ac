App({
  globalData: { errors: [], life: [] },
  onShow() { this.globalData.life.push('app show'); },
  onHide() { this.globalData.life.push('app hide'); },
  onError(message, stack) { this.globalData.errors.push([message.split('\n')[0], /errors\/lib\/boom.js:3:9/.test(stack)]); },
});
