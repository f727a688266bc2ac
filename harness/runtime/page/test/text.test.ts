import assert from "node:assert/strict";
import { test } from "node:test";
import { nameOf, readTarget } from "../src/engine/target.ts";
import { normal, shorten, squash } from "../src/engine/text.ts";

test("white space and invisible marks do not count", () => {
  assert.equal(normal("  25,000\u00a0IQD\n now "), "25,000 IQD now");
  assert.equal(normal("\u2067ادفع\u2069\u200f الآن"), "ادفع الآن");
});

test("squashed text has no spaces and one letter case", () => {
  assert.equal(squash(" Pay  NOW\u00ad "), "paynow");
});

test("a long text ends in an ellipsis", () => {
  assert.equal(shorten("abcdef", 6), "abcdef");
  assert.equal(shorten("abcdefg", 6), "abcde…");
});

test("a target has one of four kinds and some text", () => {
  assert.deepEqual(readTarget({ testId: "pay" }), { testId: "pay" });
  assert.throws(() => readTarget({ text: " " }), /a target is one of/);
  assert.throws(() => readTarget(null), /not null/);
});

test("a target is named as a person would", () => {
  assert.equal(nameOf({ text: "Pay" }), '"Pay"');
  assert.equal(nameOf({ contains: "25" }), 'a text with "25"');
  assert.equal(nameOf({ testId: "pay" }), 'the element "pay" (data-testid)');
  assert.equal(nameOf({ selector: "#a" }), "the element #a");
});
