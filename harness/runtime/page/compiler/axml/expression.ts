/**
 * Turns the inside of a mustache into JavaScript that reads paths softly: `a.b.c` becomes `d.a?.b?.c`.
 *
 * The grammar is language.md's: no functions, no assignments, calls to SJS only. What the platform evaluates to
 * nothing (arrow functions in base library 1.x) does so here too, with a warning.
 */

import { parseExpressionAt, type Node } from "acorn";
import type { Source } from "../diagnostics.ts";
import type { Diagnostic } from "../output.ts";
import type { Part } from "./tree.ts";

/** Names a template sees that are not data: loop variables and SJS modules, each with what it is called in the code. */
export type Scope = ReadonlyMap<string, { readonly code: string; readonly sjs: boolean }>;

type Code = Extract<Part, { kind: "code" }>;
type Tree = Node & { readonly [key: string]: unknown };

/** How the value is used: `object` where `{{a, b: c}}` is an object; `value` where that is only tried. */
export type Use = "value" | "object";

export class Expressions {
  readonly #source: Source;
  readonly #say: (diagnostic: Diagnostic) => void;

  constructor(source: Source, say: (diagnostic: Diagnostic) => void) {
    this.#source = source;
    this.#say = say;
  }

  /** Returns the code of one mustache; says what is wrong and returns "undefined" where it cannot be understood. */
  compile(part: Code, scope: Scope, use: Use = "value"): string {
    if (part.code.trim() === "") return use === "object" ? "{}" : "undefined";
    const tree = this.#parse(part, use);
    if (tree === undefined) return use === "object" ? "{}" : "undefined";
    return new Writer(scope, (node, severity, message, next) => {
      this.#say(this.#source.diagnostic(severity, part.at + node.start - 1, message, next));
    }).write(tree);
  }

  #parse(part: Code, use: Use): Tree | undefined {
    const asValue = (): Tree | undefined => parse(`(${part.code})`);
    // One character in front in both readings, so that offsets are the same.
    const asObject = (): Tree | undefined => parse(`{${part.code}}`, true);
    const value = use === "object" ? asObject() ?? asValue() : asValue();
    if (value !== undefined && value.type !== "SequenceExpression") return value;
    const object = asObject();
    if (object !== undefined) return object;
    try {
      parseExpressionAt(`(${part.code})`, 0, { ecmaVersion: "latest" });
    } catch (error) {
      const { pos, message } = error as { pos?: number; message: string };
      const fact = `this expression cannot be understood: ${message.replace(/ \(\d+:\d+\)$/, "")}`;
      this.#say(this.#source.diagnostic("error", part.at + (pos ?? 1) - 1, fact, "write an expression the language allows"));
    }
    return undefined;
  }
}

function parse(text: string, object = false): Tree | undefined {
  try {
    // "(" in front makes "{" an object; the offsets of what is inside stay those of `text`, moved by one.
    const code = object ? `(${text})` : text;
    const tree = parseExpressionAt(code, 0, { ecmaVersion: "latest" }) as Tree;
    if (!/^[\s)]*$/.test(code.slice(tree.end))) return undefined;
    return object ? moved(tree, -1) : tree;
  } catch {
    return undefined;
  }
}

function moved(tree: Tree, by: number): Tree {
  for (const value of Object.values(tree)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(child)) moved(child, by);
  }
  return Object.assign(tree, { start: tree.start + by, end: tree.end + by });
}

const isNode = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

type Complain = (node: Tree, severity: "error" | "warning", message: string, next: string) => void;

const CONSTANTS = new Set(["undefined", "NaN", "Infinity"]);

class Writer {
  readonly #scope: Scope;
  readonly #complain: Complain;

  constructor(scope: Scope, complain: Complain) {
    this.#scope = scope;
    this.#complain = complain;
  }

  write(node: Tree): string {
    const of = (key: string): Tree => node[key] as Tree;
    switch (node.type) {
      case "Literal":
        return this.#literal(node);
      case "Identifier":
        return this.#name(String(node["name"]));
      case "MemberExpression":
        return this.#member(node);
      case "ChainExpression":
        return this.write(of("expression"));
      case "CallExpression":
        return this.#call(node);
      case "ConditionalExpression":
        return `(${this.write(of("test"))}?${this.write(of("consequent"))}:${this.write(of("alternate"))})`;
      case "LogicalExpression":
        return this.#binary(node);
      case "BinaryExpression":
        return this.#binary(node);
      case "UnaryExpression":
        return this.#unary(node);
      case "ArrayExpression":
        return `[${(node["elements"] as (Tree | null)[]).map((each) => (each === null ? "" : this.write(each))).join(",")}]`;
      case "SpreadElement":
        return `...${this.#spread(of("argument"))}`;
      case "ObjectExpression":
        return `({${(node["properties"] as Tree[]).map((each) => this.#property(each)).join(",")}})`;
      case "TemplateLiteral":
        return this.#template(node);
      case "SequenceExpression":
        return this.write((node["expressions"] as Tree[]).at(-1) as Tree);
      case "ArrowFunctionExpression":
      case "FunctionExpression":
        this.#complain(node, "warning", "a function inside a mustache has no value", "compute it in the page or in SJS");
        return "undefined";
      case "ThisExpression":
        this.#complain(node, "warning", '"this" has no value in a template', "write the name of the data alone");
        return "undefined";
      default:
        this.#complain(node, "error", `a mustache cannot hold this (${node.type})`, "compute it in the page or in SJS");
        return "undefined";
    }
  }

  #literal(node: Tree): string {
    if ("regex" in node || "bigint" in node) {
      this.#complain(node, "error", "a mustache cannot hold a regular expression or a big integer", "compute it in SJS");
      return "undefined";
    }
    return JSON.stringify(node["value"]);
  }

  #name(name: string): string {
    if (CONSTANTS.has(name)) return name;
    return this.#scope.get(name)?.code ?? `d.${name}`;
  }

  #member(node: Tree): string {
    const object = this.write(node["object"] as Tree);
    const property = node["property"] as Tree;
    if (node["computed"] === true) return `${object}?.[${this.write(property)}]`;
    return `${object}?.${String(property["name"])}`;
  }

  #call(node: Tree): string {
    const callee = node["callee"] as Tree;
    const given = node["arguments"] as Tree[];
    if (given.some(({ type }) => type === "ArrowFunctionExpression" || type === "FunctionExpression")) {
      this.#complain(node, "warning", "a call with a function inside a mustache is always empty", "compute it in the page or in SJS");
      return "undefined";
    }
    const root = rootOf(callee);
    if (root === undefined || this.#scope.get(root)?.sjs !== true) {
      this.#complain(node, "warning", "a mustache can call functions of SJS only", "move the call into an SJS module");
      return `${this.write(callee)}?.(${given.map((each) => this.write(each)).join(",")})`;
    }
    return `${this.write(callee)}(${given.map((each) => this.write(each)).join(",")})`;
  }

  #binary(node: Tree): string {
    const operator = String(node["operator"]);
    if (operator === "in" || operator === "instanceof") {
      this.#complain(node, "error", `a mustache cannot hold "${operator}"`, "compute it in the page or in SJS");
      return "undefined";
    }
    return `(${this.write(node["left"] as Tree)} ${operator} ${this.write(node["right"] as Tree)})`;
  }

  #unary(node: Tree): string {
    const operator = String(node["operator"]);
    return `(${operator} ${this.write(node["argument"] as Tree)})`;
  }

  /** Spreading nothing into an array would throw; into an object it does not. */
  #spread(argument: Tree): string {
    return `(${this.write(argument)} ?? [])`;
  }

  #property(node: Tree): string {
    if (node.type === "SpreadElement") return `...${this.write(node["argument"] as Tree)}`;
    const key = node["key"] as Tree;
    const name = node["computed"] === true ? `[${this.write(key)}]` : JSON.stringify(key["name"] ?? key["value"]);
    return `${name}:${this.write(node["value"] as Tree)}`;
  }

  #template(node: Tree): string {
    const words = (node["quasis"] as Tree[]).map((each) => (each["value"] as { cooked?: string }).cooked ?? "");
    const values = (node["expressions"] as Tree[]).map((each) => this.write(each));
    return `(${words.map((word, index) => JSON.stringify(word) + (index < values.length ? `+(${values[index]})+` : "")).join("")})`;
  }
}

function rootOf(callee: Tree): string | undefined {
  let node = callee;
  while (node.type === "MemberExpression" || node.type === "ChainExpression") {
    node = (node["object"] ?? node["expression"]) as Tree;
  }
  return node.type === "Identifier" ? String(node["name"]) : undefined;
}
