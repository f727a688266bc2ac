import assert from "node:assert/strict";
import { test } from "node:test";
import { isDate } from "../src/sheets/dialogs.ts";

for (const [text, format, min, max, truth] of [
  ["2026-03-14", "yyyy-MM-dd", "", "", true],
  ["2026-02-30", "yyyy-MM-dd", "", "", false],
  ["14.3.2026", "yyyy-MM-dd", "", "", false],
  ["2026-03-14", "yyyy-MM-dd", "2026-03-15", "", false],
  ["2026-03-14", "yyyy-MM-dd", "", "2026-03-13", false],
  ["2026-03", "yyyy-MM", "", "", true],
  ["2026-13", "yyyy-MM", "", "", false],
  ["2026", "yyyy", "", "", true],
  ["23:59", "HH:mm", "", "", true],
  ["24:01", "HH:mm", "", "", false],
  ["2026-03-14 08:05:09", "yyyy-MM-dd HH:mm:ss", "", "", true],
] as const) {
  test(`${text} is ${truth ? "" : "no "}${format} between "${min}" and "${max}"`, () => assert.equal(isDate(text, format, min, max), truth));
}
