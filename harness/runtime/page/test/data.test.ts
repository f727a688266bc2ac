import assert from "node:assert/strict";
import { test } from "node:test";
import { crossing, read, stepsOf, write, written } from "../native/logic/data.ts";
import { withMixins } from "../native/logic/mixins.ts";
import { readAddress } from "../native/shell/urls.ts";

test("paths of setData", () => {
  assert.deepEqual(stepsOf("a.b[2].c"), ["a", "b", 2, "c"]);
  const data = {};
  write(data, "a.b[1].c", 1);
  assert.deepEqual(data, { a: { b: [, { c: 1 }] } });
  assert.equal(read(data, "a.b[1].c"), 1);
  assert.equal(read(data, "x.y"), undefined);
});

test("the view's copy changes along the path only", () => {
  const before = { a: { n: 1 }, list: [{ n: 1 }, { n: 2 }] };
  const after = written(before, stepsOf("list[1].n"), 3) as typeof before;
  assert.deepEqual(after, { a: { n: 1 }, list: [{ n: 1 }, { n: 3 }] });
  assert.equal(after.a, before.a);
  assert.equal(after.list[0], before.list[0]);
  assert.equal(before.list[1]?.n, 2);
});

test("what crosses is what JSON keeps", () => {
  assert.deepEqual(crossing({ a: undefined, b: () => 1, c: [undefined], d: Number.NaN }), { c: [null], d: null });
});

test("mixins: lifecycles in turn, the later of the rest", () => {
  const said: string[] = [];
  const life = (name: string) => ({ didMount: () => void said.push(name), methods: { who: () => name } });
  const options = withMixins({ ...life("own"), mixins: [life("first"), life("second")] }, ["didMount"]);
  (options["didMount"] as () => void)();
  assert.deepEqual(said, ["first", "second", "own"]);
  assert.equal((options["methods"] as { who: () => string }).who(), "own");
});

test("addresses as the page reads them", () => {
  const known = (route: string): boolean => ["pages/a/a", "pages/b/b"].includes(route);
  assert.deepEqual(readAddress("../b/b?x=1&y=%20z&e=a=b", "pages/a/a", known), { route: "pages/b/b", query: { x: "1", y: " z", e: "a=b" } });
  assert.equal(readAddress("/pages/a/a", "pages/b/b", known).route, "pages/a/a");
  assert.equal(readAddress("pages/a/a", "pages/b/b", known).route, "pages/a/a");
  assert.equal(readAddress("./a?x", "pages/a/b", known).route, "pages/a/a");
});
