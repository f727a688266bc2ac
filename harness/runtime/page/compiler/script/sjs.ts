/** SJS: a small subset of ECMAScript that lives in the view (language.md, SJS). Checks it and compiles it. */

import type { Source } from "../diagnostics.ts";
import type { Diagnostic } from "../output.ts";
import { childrenOf, parseScript, SyntaxProblem, type Tree } from "../syntax.ts";
import { compileScript, type CompiledScript } from "./compile.ts";

// The documents name fewer; antd-mini, a published package, uses Object in SJS.
const GLOBALS = new Set(
  (
    "Infinity NaN undefined decodeURI decodeURIComponent encodeURI encodeURIComponent isNaN isFinite parseInt parseFloat " +
    "JSON Math Number Object Array String Boolean console getRegExp getDate arguments"
  ).split(" "),
);
const REFUSED: Readonly<Record<string, string>> = {
  NewExpression: '"new" is not part of SJS',
  ClassDeclaration: "classes are not part of SJS",
  ClassExpression: "classes are not part of SJS",
  Super: '"super" is not part of SJS',
  AwaitExpression: "async functions are not part of SJS",
  YieldExpression: "generators are not part of SJS",
  ImportExpression: "import() is not part of SJS",
  WithStatement: '"with" is not part of SJS',
};

export function compileSjs(source: Source): CompiledScript {
  const compiled = compileScript(source);
  if (compiled.diagnostics.length > 0) return compiled;
  const diagnostics: Diagnostic[] = [];
  try {
    check(parseScript(source.text), source, diagnostics);
  } catch (error) {
    if (error instanceof SyntaxProblem) diagnostics.push(error.in(source, "this SJS module has a syntax error"));
    else throw error;
  }
  return { ...compiled, diagnostics };
}

type Names = Set<string>;

function check(program: Tree, source: Source, found: Diagnostic[]): void {
  const say = (node: Tree, message: string, next: string): void => void found.push(source.diagnostic("error", node.start, message, next));

  const visit = (node: Tree, names: Names, parent: Tree | undefined): void => {
    const refused = REFUSED[node.type];
    if (refused !== undefined) say(node, refused, "write it without");
    if (node.type === "Literal" && "regex" in node) say(node, "regular expressions are not part of SJS", "use getRegExp(pattern, flags)");
    if (node.type === "Identifier" && isRead(node, parent) && !names.has(String(node["name"])) && !GLOBALS.has(String(node["name"]))) {
      say(node, `identifier(${String(node["name"])}) is disallowed in sjs`, "SJS sees its own names, its imports and a few globals only");
    }
    const inside = opensScope(node) ? new Set([...names, ...declared(node)]) : names;
    for (const child of childrenOf(node)) visit(child, inside, node);
  };
  visit(program, new Set(), undefined);
}

const opensScope = ({ type }: Tree): boolean => /^(Program|BlockStatement|For.*|.*Function.*|CatchClause|SwitchStatement)$/.test(type);

/** Names that a scope declares: its parameters and everything declared in it (also in inner blocks: never a false alarm). */
function declared(scope: Tree): string[] {
  const names: string[] = [];
  const pattern = (node: Tree | null | undefined): void => {
    if (node == null) return;
    if (node.type === "Identifier") names.push(String(node["name"]));
    else if (node.type === "Property") pattern(node["value"] as Tree);
    else if (node.type === "AssignmentPattern") pattern(node["left"] as Tree);
    else if (node.type === "RestElement") pattern(node["argument"] as Tree);
    else if (node.type === "ObjectPattern") (node["properties"] as Tree[]).forEach(pattern);
    else if (node.type === "ArrayPattern") (node["elements"] as (Tree | null)[]).forEach(pattern);
  };
  const collect = (node: Tree): void => {
    if (node.type === "VariableDeclarator" || /Function(Declaration|Expression)$/.test(node.type)) pattern(node["id"] as Tree);
    if (/^Import.*Specifier$/.test(node.type)) pattern(node["local"] as Tree);
    if (node !== scope && /Function/.test(node.type)) return;
    for (const child of childrenOf(node)) collect(child);
  };
  for (const parameter of (scope["params"] ?? []) as Tree[]) pattern(parameter);
  pattern((scope["param"] ?? (/Function/.test(scope.type) ? scope["id"] : undefined)) as Tree | undefined);
  collect(scope);
  return names;
}

function isRead(node: Tree, parent: Tree | undefined): boolean {
  if (parent === undefined) return true;
  if (parent.type === "MemberExpression") return parent["object"] === node || parent["computed"] === true;
  if (parent.type === "Property") return parent["value"] === node || parent["computed"] === true;
  return !/^(Import.*|Export.*Specifier|LabeledStatement|BreakStatement|ContinueStatement|MethodDefinition)$/.test(parent.type);
}
