/** Compiles one script: ESM and CommonJS as they come, TypeScript, guards in its loops. Lines stay where they are. */

import { transform } from "sucrase";
import type { Source } from "../diagnostics.ts";
import type { Diagnostic, LineShifts } from "../output.ts";
import { parseScript, SyntaxProblem, walk, type Tree } from "../syntax.ts";
import { insertAll, loopGuards } from "./guards.ts";
import { pad, unpad, type Padded } from "./padding.ts";
import { decode, shiftsOf, type Columns } from "./shifts.ts";

/** A module that a script asks for, and where it does. */
export interface Request {
  readonly request: string;
  readonly at: number;
}

export interface CompiledScript {
  readonly code: string;
  readonly requests: readonly Request[];
  readonly shifts: { readonly [line: string]: LineShifts };
  readonly diagnostics: readonly Diagnostic[];
}

export function compileScript(source: Source): CompiledScript {
  try {
    return compile(source, /\.ts$/.test(source.file));
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return { code: "", requests: [], shifts: {}, diagnostics: [error.in(source, "this script has a syntax error")] };
  }
}

function compile(source: Source, typed: boolean): CompiledScript {
  // The syntax is checked on the source itself where that is plain JavaScript: its positions are the right ones.
  const original = typed ? undefined : parseScript(source.text);
  const { code, columns } = strip(source, typed);
  const tree = parseScript(code);
  const guards = loopGuards(tree);
  return {
    code: insertAll(code, guards),
    requests: requestsIn(original ?? tree, source, original === undefined),
    shifts: shiftsOf(columns, code, guards),
    diagnostics: [],
  };
}

function strip(source: Source, typed: boolean): { code: string; columns: Columns } {
  const padded = pad(source.text);
  if (padded.filler !== "") {
    try {
      return transformed(source, typed, padded);
    } catch {
      // A filler stood where none may: the text as it is says whether there is anything wrong with it.
    }
  }
  return transformed(source, typed, { text: source.text, filler: "" });
}

function transformed(source: Source, typed: boolean, padded: Padded): { code: string; columns: Columns } {
  try {
    const { code, sourceMap } = transform(padded.text, {
      transforms: typed ? ["typescript", "imports"] : ["imports"],
      disableESTransforms: true,
      filePath: source.file,
      sourceMapOptions: { compiledFilename: source.file },
    });
    const columns = unpad(decode(sourceMap?.mappings ?? ""), code, padded);
    return { code: padded.filler === "" ? code : code.replaceAll(padded.filler, ""), columns };
  } catch (error) {
    const { message, pos } = error as { message: string; pos?: number };
    const said = message.replace(/^Error transforming [^:]*: /, "").replace(/ \(\d+:\d+\)$/, "");
    throw new SyntaxProblem(said, pos ?? 0);
  }
}

function requestsIn(tree: Tree, source: Source, moved: boolean): Request[] {
  const found = new Map<string, Request>();
  const add = (value: unknown, node: Tree): void => {
    if (typeof value !== "string" || found.has(value)) return;
    // In what TypeScript became, offsets are no longer those of the source; its texts still are.
    const at = moved ? Math.max(0, source.text.search(new RegExp(`["']${value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}["']`))) : node.start;
    found.set(value, { request: value, at });
  };
  walk(tree, (node) => {
    const from = node["source"] as Tree | null | undefined;
    if (/^(Import|ExportNamed|ExportAll)/.test(node.type) && from != null) add(from["value"], from);
    if (node.type !== "CallExpression") return;
    const callee = node["callee"] as Tree;
    const [first] = node["arguments"] as Tree[];
    if (callee.type === "Identifier" && callee["name"] === "require" && first?.type === "Literal") add(first["value"], first);
  });
  return [...found.values()];
}
