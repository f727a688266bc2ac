import assert from "node:assert/strict";
import { test } from "node:test";
import { answer } from "../src/local/can-i-use.ts";

const offered = new Set(["tradePay", "getStorageSync", "signContract"]);

for (const [question, truth] of [
  ["tradePay", true],
  ["tradePay.object", true],
  ["tradePay.object.tradeNO", true],
  ["tradePay.object.tradeNo", false],
  ["tradePay.return.resultCode", true],
  ["tradePay.callback.resultCode", true],
  ["tradePay.nothing", false],
  ["getStorageSync.return.data", true],
  ["signContract.object.authUrl", false],
  ["my.tradePay", false],
  ["scan", false],
] as const) {
  test(`canIUse("${question}") is ${truth}`, () => assert.equal(answer(question, offered), truth));
}
