Page({ onPullDownRefresh({ from }) { console.log(from); }, done() { my.stopPullDownRefresh(); } });
