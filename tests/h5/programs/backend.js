/** The shop's backend, and the wallet, as the single-page programs ask them. */

const kept = () => JSON.parse(sessionStorage.getItem("session") ?? "{}");

async function call(method, path, body) {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${kept().session}` };
  return (await fetch(`/api${path}`, { method, headers, body: body && JSON.stringify(body) })).json();
}

export async function login() {
  const { authCode } = await window.my.getAuthCode({ scopes: ["USER_ID"] });
  sessionStorage.setItem("session", JSON.stringify(await call("POST", "/login", { authCode })));
}

export const goods = async () => (await call("GET", "/goods")).goods;

export const order = (orderId) => call("GET", `/orders/${orderId}`);

/** Orders and pays; returns the order's number. The resultCode is no proof: who shows the order asks the backend. */
export async function buy(goodsId) {
  const { orderId, paymentUrl } = await call("POST", "/orders", { goodsId, customerId: kept().customerId });
  await window.my.tradePay({ paymentUrl });
  return orderId;
}
