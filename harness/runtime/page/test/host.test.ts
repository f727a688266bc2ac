import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Config } from "../src/config.ts";
import { Host } from "../src/host.ts";

const config: Config = {
  host: "http://127.0.0.1:1",
  phone: "phone-1",
  key: 'quo"ted',
  apis: [],
  appId: "app-1",
  systemInfo: {},
  engine: "engine",
};

before(() => {
  Object.assign(globalThis, { location: { href: "http://shop/" } });
});

function recording(answer: Response): { host: Host; sent: [unknown, RequestInit | undefined][] } {
  const sent: [unknown, RequestInit | undefined][] = [];
  const fetcher = (async (url: unknown, options?: RequestInit) => {
    sent.push([url, options]);
    return answer;
  }) as typeof fetch;
  return { host: new Host(config, fetcher), sent };
}

test("a call is one JSON text with the phone's secret", async () => {
  const { host, sent } = recording(Response.json({ outcome: "success", result: {} }));
  assert.deepEqual(await host.call("tradePay", '{"paymentUrl":"u"}', "my"), { outcome: "success", result: {} });
  const [url, options] = sent[0] ?? [];
  assert.equal(url, "http://127.0.0.1:1/jsapi");
  assert.equal(Object.getPrototypeOf(options), null);
  assert.deepEqual(JSON.parse(String(options?.body)), {
    phone: "phone-1",
    key: 'quo"ted',
    call: 1,
    api: "tradePay",
    params: { paymentUrl: "u" },
    via: "my",
    page: "http://shop/",
  });
});

test("a long report is not sent with keepalive, which browsers limit", () => {
  const { host, sent } = recording(new Response());
  const report = { api: "setStorage", outcome: "success", via: "my" } as const;
  host.log({ ...report, params: "{}" });
  host.log({ ...report, params: JSON.stringify({ data: "x".repeat(40_000) }) });
  assert.deepEqual(sent.map(([, options]) => options?.keepalive), [true, false]);
});

test("of a file in a report only the beginning is told", () => {
  const { host, sent } = recording(new Response());
  const content = "QUJD".repeat(20_000);
  host.log({ api: "base64ToArrayBuffer", outcome: "success", via: "my", params: JSON.stringify({ name: content }), result: JSON.stringify([content, 1]) });
  host.log({ api: "setStorage", outcome: "success", via: "my", params: JSON.stringify(Array.from({ length: 40_000 }, () => 1)) });
  const kept = { shortened: true, characters: 80_000, begins: content.slice(0, 200) };
  const [first, second] = sent.map(([, options]) => JSON.parse(String(options?.body)) as Record<string, unknown>);
  assert.deepEqual([first?.["params"], first?.["result"]], [{ name: kept }, [kept, 1]]);
  assert.equal((second?.["params"] as { characters: number }).characters, 80_001);
});

test("a host that refuses is an error", async () => {
  const { host } = recording(new Response("", { status: 403 }));
  await assert.rejects(host.choose("t", {}), /the JSAPI host answered 403/);
});
