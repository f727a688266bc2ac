// The same as a module, which leaves the window alone: the program calls what it has imported.
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

export default { getAuthCode: call("getAuthCode"), tradePay: call("tradePay") };
