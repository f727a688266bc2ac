/** Reading ECMAScript: what acorn gives, walked without a library. */

import { parse, type Node, type Options } from "acorn";
import type { Source } from "./diagnostics.ts";
import type { Diagnostic } from "./output.ts";

export type Tree = Node & { readonly [key: string]: unknown };

export const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

/** The nodes directly inside a node, in the order of the source. */
export function* childrenOf(node: Tree): Generator<Tree> {
  for (const value of Object.values(node)) {
    if (isTree(value)) yield value;
    else if (Array.isArray(value)) for (const each of value as unknown[]) if (isTree(each)) yield each;
  }
}

/** Calls `visit` for a node and all inside it, outermost first. */
export function walk(node: Tree, visit: (node: Tree, parent: Tree | undefined) => void, parent?: Tree): void {
  visit(node, parent);
  for (const child of childrenOf(node)) walk(child, visit, node);
}

const OPTIONS: Options = {
  ecmaVersion: "latest",
  allowHashBang: true,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowImportExportEverywhere: true,
  allowSuperOutsideMethod: true,
};

export class SyntaxProblem extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }

  in(source: Source, what: string): Diagnostic {
    return source.diagnostic("error", this.offset, `${what}: ${this.message}`, "mend the syntax there");
  }
}

/** Parses a script, as a module where it can be one; throws SyntaxProblem. */
export function parseScript(text: string): Tree {
  try {
    return parse(text, { ...OPTIONS, sourceType: "module" }) as Node as Tree;
  } catch (error) {
    try {
      return parse(text, { ...OPTIONS, sourceType: "script" }) as Node as Tree;
    } catch {
      throw problemOf(error);
    }
  }
}

function problemOf(error: unknown): SyntaxProblem {
  const { message, pos } = error as { message: string; pos?: number };
  return new SyntaxProblem(message.replace(/ \(\d+:\d+\)$/, ""), pos ?? 0);
}
