/** Configuration files: JSON, and JSON5 read by the ECMAScript parser (it is a subset of the language's literals). */

import { parseExpressionAt } from "acorn";
import type { Source } from "./diagnostics.ts";
import type { Diagnostic, Json, JsonObject } from "./output.ts";
import type { Tree } from "./syntax.ts";

export interface ReadJson {
  readonly value: Json | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file; comments and trailing commas are accepted with a warning unless the program asked for JSON5. */
export function readJson(source: Source, json5: boolean): ReadJson {
  const text = source.text.replace(/^\uFEFF/, "");
  if (text.trim() === "") return { value: {}, diagnostics: [] };
  try {
    return { value: JSON.parse(text) as Json, diagnostics: [] };
  } catch {
    return lenient(source, text, json5);
  }
}

function lenient(source: Source, text: string, json5: boolean): ReadJson {
  try {
    const tree = parseExpressionAt(text, 0, { ecmaVersion: "latest" }) as Tree;
    const rest = text.slice(tree.end).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    if (rest.trim() !== "") throw Object.assign(new Error("something follows the value"), { pos: tree.end });
    const warning = source.diagnostic("warning", 0, "this is JSON5, not JSON", "remove comments and trailing commas");
    return { value: evaluate(tree), diagnostics: json5 ? [] : [warning] };
  } catch (error) {
    const { message, pos } = error as { message: string; pos?: number };
    const fact = `this is not JSON: ${message.replace(/ \(\d+:\d+\)$/, "")}`;
    return { value: undefined, diagnostics: [source.diagnostic("error", pos ?? 0, fact, "mend it there")] };
  }
}

function evaluate(node: Tree): Json {
  if (node.type === "Literal" && !("regex" in node) && !("bigint" in node)) return node["value"] as Json;
  if (node.type === "ArrayExpression") return (node["elements"] as (Tree | null)[]).map((each) => (each === null ? null : evaluate(each)));
  if (node.type === "UnaryExpression" && /^[+-]$/.test(String(node["operator"]))) {
    const value = Number(evaluate(node["argument"] as Tree));
    return node["operator"] === "-" ? -value : value;
  }
  if (node.type !== "ObjectExpression") throw Object.assign(new Error(`${node.type} is not a value`), { pos: node.start });
  const entries = (node["properties"] as Tree[]).map((property) => {
    const key = property["key"] as Tree | undefined;
    if (key === undefined || property["computed"] === true) throw Object.assign(new Error("not a key"), { pos: property.start });
    return [String(key["name"] ?? key["value"]), evaluate(property["value"] as Tree)] as const;
  });
  return Object.fromEntries(entries);
}

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
