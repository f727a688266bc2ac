// A correct merchant in another language and another style: node without packages, sessions instead of customerId,
// orders in a Map, one function a route. It knows the wallet by environment variables and key files only.

import { createServer } from "node:http";
import { createPrivateKey, createPublicKey, createSign, createVerify, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

const { GATEWAY, CLIENT_ID, PRIVATE_KEY, WALLET_KEY, PATHS } = process.env;
const key = createPrivateKey(readFileSync(PRIVATE_KEY));
const walletKey = createPublicKey(readFileSync(WALLET_KEY));
const paths = JSON.parse(PATHS);
const goods = [
  { id: "barhi", name: "Barhi dates, 1 kg", nameArabic: "تمر برحي", price: "25,000 IQD", value: "25000000" },
  { id: "zahdi", name: "Zahdi dates, 5 kg", nameArabic: "تمر زهدي", price: "40,000 IQD", value: "40000000" },
  { id: "gift", name: "Gift box from Basra", nameArabic: "علبة هدايا", price: "120,000 IQD", value: "120000000" },
];
const sessions = new Map();
const orders = new Map();
const id = () => randomBytes(12).toString("hex");
const text = (path, time, body) => `POST ${path}\n${CLIENT_ID}.${time}.${body}`;

const isFromWallet = (path, time, body, header = "") =>
  createVerify("SHA256").update(text(path, time, body)).verify(walletKey, header.split("signature=")[1] ?? "", "base64");

async function wallet(api, request) {
  const body = JSON.stringify(request);
  const time = new Date().toISOString().replace("Z", "+00:00");
  const signature = createSign("SHA256").update(text(paths[api], time, body)).sign(key, "base64");
  const answer = await fetch(GATEWAY + paths[api], {
    method: "POST",
    body,
    headers: {
      "Content-Type": "application/json; charset=UTF-8",
      "Client-Id": CLIENT_ID,
      "Request-Time": time,
      Signature: `algorithm=RSA256,keyVersion=1,signature=${signature}`,
    },
  });
  const raw = await answer.text();
  if (!isFromWallet(paths[api], answer.headers.get("response-time"), raw, answer.headers.get("signature") ?? ""))
    throw { status: 502, message: "not the wallet" };
  return JSON.parse(raw);
}

function settle(payment, paid, amount) {
  const order = orders.get(payment.orderId);
  if (payment.state !== "pending") return;
  if (paid && amount?.value === order.value && amount?.currency === "IQD") payment.state = order.state = "paid";
  else if (!paid) payment.state = order.state = "failed";
}

async function refresh(order) {
  const payment = order.payments.at(-1);
  if (payment?.state === "pending") {
    const answer = await wallet("inquiryPayment", { paymentId: "", paymentRequestId: payment.requestId });
    const known = answer.result.resultStatus === "S" ? answer.paymentStatus : "";
    if (known === "SUCCESS") settle(payment, true, answer.paymentAmount);
    if (known === "FAIL" || known === "CANCELLED") settle(payment, false);
  }
  return order.state;
}

async function startPayment(order, host) {
  const payment = { orderId: order.orderId, requestId: `N${id()}`, state: "pending" };
  const answer = await wallet("pay", {
    productCode: "51051000101000000011",
    paymentRequestId: payment.requestId,
    paymentAmount: { currency: "IQD", value: order.value },
    order: { orderDescription: order.description, buyer: { referenceBuyerId: order.customerId } },
    paymentExpiryTime: new Date(Date.now() + 30 * 60_000).toISOString().replace(/\.\d+Z/, "+00:00"),
    paymentNotifyUrl: `http://${host}/paid`,
  });
  if (answer.result.resultStatus !== "A") throw { status: 502, message: answer.result.resultMessage };
  order.state = "pending";
  order.payments.push(Object.assign(payment, { url: answer.redirectActionForm.redirectUrl }));
  return { ...told(order), paymentUrl: payment.url };
}

const told = ({ orderId, state, price, description }) => ({ orderId, state, price, description });
const sessionOf = (request) => sessions.get((request.headers.authorization ?? "").replace("Bearer ", ""));
const buyerOf = (request) => sessionOf(request) ?? refuse(401, "Please log in.");
const refuse = (status, message) => { throw { status, message }; };
const mine = (request, orderId) => {
  const order = orders.get(orderId);
  return order?.customerId === buyerOf(request) ? order : refuse(404, "There is no such order.");
};

const routes = {
  "POST /api/login": async (request, { authCode }) => {
    const token = await wallet("applyToken", { grantType: "AUTHORIZATION_CODE", authCode });
    if (token.result.resultStatus !== "S") refuse(401, token.result.resultMessage);
    const session = id();
    sessions.set(session, token.customerId);
    return { session, name: "" };
  },
  "GET /api/goods": async () => ({ goods }),
  "GET /api/orders": async (request) => {
    const buyer = buyerOf(request);
    return { orders: [...orders.values()].filter((order) => order.customerId === buyer).map(told) };
  },
  "POST /api/orders": async (request, { goodsId }) => {
    const customerId = buyerOf(request);
    const good = goods.find((one) => one.id === goodsId) ?? refuse(404, "There are no such goods.");
    const order = { orderId: id(), customerId, description: good.name, price: good.price, value: good.value, state: "pending", payments: [] };
    orders.set(order.orderId, order);
    return startPayment(order, request.headers["x-own-host"]);
  },
};

async function order(request, orderId, again) {
  const found = mine(request, orderId);
  const state = await refresh(found);
  if (!again) return told(found);
  if (state === "paid") refuse(409, "This order is paid.");
  const payment = found.payments.at(-1);
  if (payment?.state === "pending") return { ...told(found), paymentUrl: payment.url };
  return startPayment(found, request.headers["x-own-host"]);
}

function notified(request, raw) {
  const { "request-time": time, signature } = request.headers;
  if (!isFromWallet("/paid", time, raw, signature))
    return [401, { result: { resultStatus: "F", resultCode: "INVALID_SIGNATURE", resultMessage: "no" } }];
  const { paymentRequestId, paymentResult, paymentAmount } = JSON.parse(raw);
  for (const one of orders.values())
    for (const payment of one.payments)
      if (payment.requestId === paymentRequestId) settle(payment, paymentResult.resultStatus === "S", paymentAmount);
  return [200, { result: { resultStatus: "S", resultCode: "SUCCESS", resultMessage: "success" } }];
}

const server = createServer(async (request, response) => {
  const raw = await new Promise((done) => {
    const parts = [];
    request.on("data", (part) => parts.push(part)).on("end", () => done(Buffer.concat(parts).toString()));
  });
  const [path] = request.url.split("?");
  const one = path.match(/^\/api\/orders\/([^/]+)(\/pay)?$/);
  let [status, answer] = [200, {}];
  request.headers["x-own-host"] = `127.0.0.1:${server.address().port}`;
  try {
    const body = raw && path.startsWith("/api/") ? JSON.parse(raw) : {};
    if (path === "/paid") [status, answer] = notified(request, raw);
    else if (one) answer = await order(request, one[1], Boolean(one[2]));
    else answer = await (routes[`${request.method} ${path}`] ?? (() => refuse(404, "There is nothing here.")))(request, body);
  } catch (error) {
    [status, answer] = [error.status ?? 500, { error: { code: "NO", message: error.message ?? String(error) } }];
  }
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
});

server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => console.log(server.address().port));
