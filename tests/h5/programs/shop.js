"use strict";

/**
 * The shop that the programs of this folder are: they differ in how they find the wallet, and in how they are built.
 *
 * `authCode()` asks the wallet who the buyer is, `pay(url)` lets the buyer pay and returns the resultCode; both as Promises.
 */
function openShop({ authCode, pay, api = "/api", ask = fetch.bind(window) }) {
  const main = document.querySelector("main");
  let session;

  const call = async (method, path, body) => {
    const headers = { "Content-Type": "application/json" };
    if (session) headers.Authorization = `Bearer ${session.session}`;
    const answer = await ask(api + path, { method, headers, body: body && JSON.stringify(body) });
    return answer.json();
  };

  const show = (screen, text, ...buttons) => {
    const title = Object.assign(document.createElement("h1"), { textContent: text });
    main.dataset.screen = screen;
    main.replaceChildren(title, ...buttons);
  };

  const button = (id, text, work) => {
    const made = Object.assign(document.createElement("button"), { textContent: text });
    made.dataset.testid = id;
    made.addEventListener("click", () => work().catch((error) => show("error", String(error.message ?? error))));
    return made;
  };

  const login = async () => {
    session = await call("POST", "/login", { authCode: await authCode() });
    const { goods } = await call("GET", "/goods");
    show("catalogue", "Dates", ...goods.map(({ id, name }) => button(`buy-${id}`, `Buy ${name}`, () => buy(id))));
  };

  const buy = async (goodsId) => {
    const { orderId, paymentUrl } = await call("POST", "/orders", { goodsId, customerId: session.customerId });
    const code = await pay(paymentUrl);
    const { state } = await call("GET", `/orders/${orderId}`); // the code is no proof: the shop's backend knows
    show(state, `${state} (${code})`);
  };

  show("welcome", "A shop", button("login", "Log in", login));
}

/** How most programs ask: `my`, and callbacks. */
function openShopWithMy(my, more = {}) {
  openShop({
    authCode: () => new Promise((done, fail) => my.getAuthCode({ scopes: ["USER_ID"], success: ({ authCode }) => done(authCode), fail })),
    pay: (paymentUrl) => new Promise((done, fail) => my.tradePay({ paymentUrl, success: ({ resultCode }) => done(resultCode), fail })),
    ...more,
  });
}
