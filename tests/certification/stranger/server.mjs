// A newspaper's subscription desk, as a stranger to the harness would write it: node without packages, a cookie for the
// session, numbers for orders, one POST a deed. It knows the wallet by its environment and by key files, and nothing else.

import { createServer } from "node:http";
import { createSign, createVerify, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

const { PORT, WALLET_URL, WALLET_CLIENT_ID, MY_PRIVATE_KEY, WALLET_PUBLIC_KEY, NOTIFY_URL } = process.env;
const myKey = readFileSync(MY_PRIVATE_KEY);
const walletKey = readFileSync(WALLET_PUBLIC_KEY);
const PRICE = { currency: "IQD", value: "5000000" };
const readers = new Map(); // cookie -> customerId
const subscriptions = []; // {number, reader, status, attempts: [{id, url, over}]}

const signedText = (path, time, body) => `POST ${path}\n${WALLET_CLIENT_ID}.${time}.${body}`;

function isTheWallet(path, time, body, signature = "") {
  const given = /signature=([^,]+)/.exec(signature)?.[1] ?? "";
  return createVerify("RSA-SHA256").update(signedText(path, time, body)).verify(walletKey, decodeURIComponent(given), "base64");
}

async function askWallet(path, question) {
  const body = JSON.stringify(question);
  const time = new Date().toISOString();
  const signature = createSign("RSA-SHA256").update(signedText(path, time, body)).sign(myKey, "base64");
  const response = await fetch(WALLET_URL + path, {
    method: "POST",
    body,
    headers: {
      "Content-Type": "application/json; charset=UTF-8",
      "Client-Id": WALLET_CLIENT_ID,
      "Request-Time": time,
      Signature: `algorithm=RSA256, keyVersion=1, signature=${signature}`,
    },
  });
  const raw = await response.text();
  if (!isTheWallet(path, response.headers.get("response-time"), raw, response.headers.get("signature"))) throw new Error("forged");
  return JSON.parse(raw);
}

function conclude(subscription, attempt, paid) {
  attempt.over = true;
  if (paid) subscription.status = "PAID";
  else if (subscription.status !== "PAID") subscription.status = "UNPAID";
}

/** Only the wallet knows: while the latest attempt is open, it is asked. */
async function statusOf(subscription) {
  const attempt = subscription.attempts.at(-1);
  if (attempt && !attempt.over) {
    const { result, paymentStatus, paymentAmount } = await askWallet("/v1/payments/inquiryPayment", { paymentRequestId: attempt.id, paymentId: "" });
    if (result.resultStatus === "S" && paymentStatus === "SUCCESS" && paymentAmount?.value === PRICE.value) conclude(subscription, attempt, true);
    if (result.resultStatus === "S" && ["FAIL", "CANCELLED"].includes(paymentStatus)) conclude(subscription, attempt, false);
  }
  return subscription.status;
}

async function startPaying(subscription) {
  const open = subscription.attempts.at(-1);
  if (open && !open.over) return open.url; // it can still be paid
  const id = randomUUID();
  const answer = await askWallet("/v1/payments/pay", {
    productCode: "51051000101000000011",
    paymentRequestId: id,
    paymentAmount: PRICE,
    order: { orderDescription: "The Basra Morning, one month", buyer: { referenceBuyerId: subscription.reader } },
    paymentExpiryTime: new Date(Date.now() + 1_800_000).toISOString(),
    ...(NOTIFY_URL && { paymentNotifyUrl: NOTIFY_URL }),
  });
  if (answer.result.resultStatus !== "A") throw new Error(answer.result.resultMessage);
  const url = answer.redirectActionForm.redirectUrl;
  subscription.attempts.push({ id, url, over: false });
  subscription.status = "OPEN";
  return url;
}

/** For the office alone. Asked for the same again, it is the same refund. */
async function giveBack(id, value) {
  const { result } = await askWallet("/v1/payments/refund", {
    refundRequestId: `R${id}-${value}`,
    paymentRequestId: id,
    refundAmount: { currency: PRICE.currency, value },
  });
  if (result.resultStatus !== "S") throw new Error(`The wallet says ${result.resultCode}.`);
}

const deeds = {
  async "/office/refund"(body) {
    await giveBack(body.payment, body.amount);
    return { given: body.amount };
  },
  async "/enter"(body, _cookie, response) {
    const token = await askWallet("/v1/authorizations/applyToken", { grantType: "AUTHORIZATION_CODE", authCode: body.code });
    if (token.result.resultStatus !== "S") throw new Error("The wallet does not know you.");
    const cookie = randomUUID();
    readers.set(cookie, token.customerId);
    response.setHeader("Set-Cookie", `reader=${cookie}; HttpOnly; Path=/`);
    return { welcome: true };
  },
  async "/subscribe"(_body, cookie) {
    const mine = subscriptions.find((one) => one.reader === readers.get(cookie) && one.status !== "PAID");
    const subscription = mine ?? { number: subscriptions.length + 1, reader: readers.get(cookie), status: "OPEN", attempts: [] };
    if (!mine) subscriptions.push(subscription);
    if ((await statusOf(subscription)) === "PAID") return { number: subscription.number };
    return { number: subscription.number, cashier: await (subscription.starting ??= startPaying(subscription).finally(() => delete subscription.starting)) };
  },
  async "/status"(body, cookie) {
    const found = subscriptions[body.number - 1];
    if (found?.reader !== readers.get(cookie)) throw new Error("That is not your subscription.");
    return { status: await statusOf(found) };
  },
};

function hear(request, raw) {
  const path = new URL(NOTIFY_URL).pathname;
  if (!isTheWallet(path, request.headers["request-time"], raw, request.headers.signature)) return { resultStatus: "F", resultCode: "INVALID_SIGNATURE" };
  const news = JSON.parse(raw);
  for (const subscription of subscriptions)
    for (const attempt of subscription.attempts)
      if (attempt.id === news.paymentRequestId && !attempt.over) {
        const right = news.paymentAmount.value === PRICE.value && news.paymentAmount.currency === PRICE.currency;
        if (news.paymentResult.resultStatus !== "S" || right) conclude(subscription, attempt, news.paymentResult.resultStatus === "S");
      }
  return { resultStatus: "S", resultCode: "SUCCESS" };
}

if (process.argv[2] === "refund") {
  await giveBack(process.argv[3], process.argv[4]);
  process.exit();
}

createServer((request, response) => {
  let raw = "";
  request.on("data", (part) => (raw += part)).on("end", async () => {
    let answer;
    try {
      const cookie = /reader=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
      if (NOTIFY_URL && request.url === new URL(NOTIFY_URL).pathname) answer = { result: { ...hear(request, raw), resultMessage: "" } };
      else answer = await deeds[request.url](JSON.parse(raw || "{}"), cookie, response);
    } catch (problem) {
      response.statusCode = 400;
      answer = { problem: problem.message };
    }
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(answer));
  });
}).listen(Number(PORT), "127.0.0.1", () => console.log(`The desk is open on port ${PORT}`));
