App({
  globalData: { session: null },
  onLaunch(options) {
    this.globalData.launched = options.path;
  },
});
