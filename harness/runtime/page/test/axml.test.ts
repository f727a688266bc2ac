import assert from "node:assert/strict";
import { test } from "node:test";
import { Expressions, type Scope } from "../compiler/axml/expression.ts";
import { mustacheEnd } from "../compiler/axml/mustache.ts";
import { listening } from "../compiler/axml/names.ts";
import { scan } from "../compiler/axml/scan.ts";
import { Source } from "../compiler/diagnostics.ts";
import type { Diagnostic } from "../compiler/output.ts";

const SCOPE: Scope = new Map([
  ["item", { code: "i1", sjs: false }],
  ["m", { code: "s1.default", sjs: true }],
]);

function compiled(code: string, use: "value" | "object" = "value"): { code: string; said: readonly Diagnostic[] } {
  const said: Diagnostic[] = [];
  const expressions = new Expressions(new Source("a.axml", `{{${code}}}`), (each) => said.push(each));
  return { code: expressions.compile({ kind: "code", code, at: 2 }, SCOPE, use), said };
}

test("a mustache ends behind its strings, templates and braces", () => {
  for (const text of ["{{a}}", "{{'}}'}}", "{{`${a}}}`}}", "{{ {a: {b: 1}} }}", '{{a ? "x" : "}}"}}', "{{it's}}"]) {
    assert.equal(mustacheEnd(`${text}<`, 0), text.length, text);
  }
  assert.equal(mustacheEnd("{{a", 0), -1);
});

test("paths are read softly, loop variables and SJS by their own names", () => {
  const cases: readonly [string, string][] = [
    ["a.b[0].c", "d.a?.b?.[0]?.c"],
    ["item.a", "i1?.a"],
    ["m.f(a, 1)", "s1.default?.f(d.a,1)"],
    ["a ? 'x' : b && !c", '(d.a?"x":(d.b && (! d.c)))'],
    ["[1, ...a]", "[1,...(d.a ?? [])]"],
    ["{a, b: 1}", '({"a":d.a,"b":1})'],
    ["a: 1, ...b", '({"a":1,...d.b})'],
    ["a, b", '({"a":d.a,"b":d.b})'],
    ["`x${a}y`", '("x"+(d.a)+"y")'],
    ["undefined", "undefined"],
  ];
  for (const [code, wanted] of cases) {
    const { code: got, said } = compiled(code);
    assert.equal(got, wanted, code);
    assert.deepEqual(said, [], code);
  }
  assert.equal(compiled("item", "object").code, '({"item":i1})');
});

test("what the language has not is said with its place", () => {
  const [call] = compiled("list.some(x => x.a)").said;
  assert.deepEqual([call?.severity, call?.column], ["warning", 3]);
  const [wrong] = compiled("a +").said;
  assert.match(wrong?.message ?? "", /cannot be understood/);
  assert.equal(compiled("new Date()").said[0]?.severity, "error");
});

test("a leaf that nobody closes does not swallow what follows", () => {
  const { nodes, diagnostics } = scan(new Source("a.axml", "<view><input name=a><text>b</text></view>"));
  const [view] = nodes;
  assert.deepEqual(view?.kind === "element" && view.children.map((child) => (child.kind === "element" ? child.tag : "")), ["input", "text"]);
  assert.equal(diagnostics.length, 2);
});

test("listeners by their names", () => {
  assert.deepEqual(listening("onTap"), { event: "tap", stops: false, capture: false });
  assert.deepEqual(listening("catch-touch-start"), { event: "touchStart", stops: true, capture: false });
  assert.deepEqual(listening("capture-catchTap"), { event: "tap", stops: true, capture: true });
  for (const name of ["one", "only", "once", "catches", "on"]) assert.equal(listening(name), undefined, name);
});
