/** Finds mustaches: `{{ ... }}` with strings, template literals and braces inside. */

import type { Part } from "./tree.ts";

/** Returns the offset behind the `}}` that closes the mustache opened at `open`, or -1. */
export function mustacheEnd(text: string, open: number, limit = text.length): number {
  const careful = scan(text, open + 2, limit);
  if (careful >= 0) return careful;
  // A lone quote (`{{it's}}`) hides the end from the careful scan.
  const plain = text.indexOf("}}", open + 2);
  return plain >= 0 && plain + 2 <= limit ? plain + 2 : -1;
}

function scan(text: string, start: number, limit: number): number {
  let depth = 0;
  for (let at = start; at < limit; at += 1) {
    const character = text[at];
    if (character === "'" || character === '"' || character === "`") {
      at = stringEnd(text, at, limit);
      if (at < 0) return -1;
    } else if (character === "{") depth += 1;
    else if (character === "}") {
      if (depth > 0) depth -= 1;
      else if (text[at + 1] === "}") return at + 2;
    }
  }
  return -1;
}

function stringEnd(text: string, open: number, limit: number): number {
  const quote = text[open];
  for (let at = open + 1; at < limit; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === quote) return at;
    else if (text[at] === "\n" && quote !== "`") return -1;
  }
  return -1;
}

/** Splits text between `from` and `to` into words and mustaches. */
export function partsOf(text: string, from: number, to: number): Part[] {
  const parts: Part[] = [];
  let at = from;
  while (at < to) {
    const open = text.indexOf("{{", at);
    const end = open < 0 || open >= to ? -1 : mustacheEnd(text, open, to);
    if (end < 0) break;
    if (open > at) parts.push({ kind: "words", text: text.slice(at, open), at });
    parts.push({ kind: "code", code: text.slice(open + 2, end - 2), at: open + 2 });
    at = end;
  }
  if (at < to) parts.push({ kind: "words", text: text.slice(at, to), at });
  return parts;
}
