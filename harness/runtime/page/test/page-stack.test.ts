import assert from "node:assert/strict";
import { test } from "node:test";
import { afterBack, afterRedirect, pagesNow } from "../src/local/page-stack.ts";

test("the first page of a tab is the whole stack", () => {
  assert.deepEqual(pagesNow([], "/a"), ["/a"]);
});

test("a page that was navigated to is on top", () => {
  assert.deepEqual(pagesNow(["/a", "/b"], "/b"), ["/a", "/b"]);
});

test("going back by hand shortens the stack", () => {
  assert.deepEqual(pagesNow(["/a", "/b", "/c"], "/a"), ["/a"]);
});

test("a page that changes its own address stays where it is", () => {
  assert.deepEqual(pagesNow(["/a", "/b"], "/b#paid"), ["/a", "/b#paid"]);
});

test("a redirect takes the place of the top page", () => {
  assert.deepEqual(afterRedirect(["/a", "/b"], "/c"), ["/a", "/c"]);
});

test("going back further than the depth leads to the first page", () => {
  assert.deepEqual(afterBack(["/a", "/b", "/c"], 1), ["/a", "/b"]);
  assert.deepEqual(afterBack(["/a", "/b", "/c"], 9), ["/a"]);
  assert.deepEqual(afterBack(["/a", "/b"], -1), ["/a", "/b"]);
});
