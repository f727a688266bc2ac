"use strict";

// What a bundler leaves of a bridge package: it makes a `my` of its own, puts it on the window, and hands every call on to
// the container's bridge, once that is there.
(() => {
  const whenReady = (go) => {
    if (window.AlipayJSBridge) go();
    else document.addEventListener("AlipayJSBridgeReady", go, false);
  };
  const call = (api) => (options = {}) => {
    const { success, fail, complete, ...parameters } = options;
    whenReady(() => window.AlipayJSBridge.call(api, parameters, (result) => {
      (result.error === undefined ? success : fail)?.(result);
      complete?.(result);
    }));
  };
  window.my = { getAuthCode: call("getAuthCode"), tradePay: call("tradePay"), isBundled: true };
})();
