/** Places the guards that stop a program which loops for ever: a call of `$l` at the head of every loop's body. */

import { walk, type Tree } from "../syntax.ts";

export interface Insertion {
  readonly at: number;
  readonly text: string;
}

const LOOPS = new Set(["ForStatement", "WhileStatement", "DoWhileStatement", "ForInStatement", "ForOfStatement"]);

/** Returns what has to be put into `text` so that its loops can be stopped. Lines stay as they are. */
export function loopGuards(tree: Tree): Insertion[] {
  const insertions: Insertion[] = [];
  walk(tree, (node) => {
    if (!LOOPS.has(node.type)) return;
    const body = node["body"] as Tree;
    if (body.type === "BlockStatement") insertions.push({ at: body.start + 1, text: "$l();" });
    else insertions.push({ at: body.start, text: "{$l();" }, { at: body.end, text: "}" });
  });
  // At one place an end comes before a beginning, and the end of the inner loop before that of the outer one.
  return insertions.map((each, order) => ({ each, order })).sort((a, b) => a.each.at - b.each.at || a.order - b.order).map(({ each }) => each);
}

export function insertAll(text: string, insertions: readonly Insertion[]): string {
  let result = "";
  let from = 0;
  for (const { at, text: inserted } of insertions) {
    result += text.slice(from, at) + inserted;
    from = at;
  }
  return result + text.slice(from);
}
