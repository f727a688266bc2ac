import assert from "node:assert/strict";
import { test } from "node:test";
import { argumentsOf, parametersText, settle, tell } from "../src/calls.ts";
import { failure, success } from "../src/config.ts";
import { native } from "../src/natives.ts";

test("a lone function is the callback", () => {
  const callback = (): void => undefined;
  assert.deepEqual(argumentsOf(callback), { options: {}, callback });
  assert.deepEqual(argumentsOf({ a: 1 }, callback), { options: { a: 1 }, callback });
  assert.deepEqual(argumentsOf("text", "text"), { options: {}, callback: undefined });
});

test("functions are left out of the parameters, what cannot be written is refused", () => {
  assert.equal(parametersText({ a: 1, success: () => 1, b: { c: () => 1 } }), '{"a":1,"b":{}}');
  assert.equal(parametersText({ a: 1n }), undefined);
});

test("success, callback, promise, complete: in this order, with one object", async () => {
  const heard: [string, unknown][] = [];
  const note = (name: string) => (result: unknown) => void heard.push([name, result]);
  const result = { resultCode: "6001" };
  await new Promise<void>((done) => {
    const complete = (ended: unknown): void => {
      note("complete")(ended);
      done();
    };
    const options = { success: note("success"), fail: note("fail"), complete };
    void settle(Promise.resolve(success(result)), { options, callback: note("callback") }, false).then(note("promise"));
  });
  assert.deepEqual(heard.map(([name]) => name), ["success", "callback", "promise", "complete"]);
  assert.ok(heard.every(([, ended]) => ended === result));
});

test("a failure carries the number and the text twice, as on devices", async () => {
  const { result } = failure(2, "invalid parameter!");
  assert.deepEqual(result, { error: 2, errorMessage: "invalid parameter!", message: "invalid parameter!" });
  await assert.rejects(settle(Promise.resolve(failure(2, "x")), { options: {}, callback: undefined }, false));
});

test("what a callback throws is reported and goes no further", (context) => {
  const reported: unknown[] = [];
  const real = native.reportError;
  context.after(() => {
    native.reportError = real;
  });
  native.reportError = (error) => void reported.push(error);
  const broken = new Error("broken");
  tell(() => {
    throw broken;
  }, {});
  tell("not a function", {});
  assert.deepEqual(reported, [broken]);
});
