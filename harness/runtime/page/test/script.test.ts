import assert from "node:assert/strict";
import { test } from "node:test";
import { compileScript } from "../compiler/script/compile.ts";
import { Source } from "../compiler/diagnostics.ts";
import { isolate } from "../compiler/acss/isolate.ts";
import { compileStyle } from "../compiler/acss/compile.ts";
import { Places } from "../native/logic/places.ts";

/** Throws at the place of `throw new Error` in `text` once it is compiled, and says where that was in the source. */
function placeOfError(text: string): string {
  const { code, shifts } = compileScript(new Source("a.js", text));
  const places = new Places({ "a.js": { code, requires: {}, shifts, kind: "script" } });
  try {
    new Function("exports", "require", "$l", "go", `${code}\n//# sourceURL=a.js`)({}, () => ({ b: 1 }), () => undefined, undefined);
  } catch (error) {
    // Function puts two lines in front of what it is given.
    (error as Error).stack = String((error as Error).stack).replace(/a\.js:(\d+):/g, (_, line: string) => `a.js:${Number(line) - 2}:`);
    return places.of(error);
  }
  return "";
}

test("lines stay and columns are found again", () => {
  assert.equal(placeOfError("throw new Error('x')"), "a.js:1:7");
  assert.equal(placeOfError("import { b } from './b';\nexport const c = b;\nfor (const x of [1]) { if (b) throw new Error('x') }"), "a.js:3:37");
  assert.equal(placeOfError("const { b } = require('./b');\n\nwhile (true) while (b) throw new Error(b)"), "a.js:3:30");
});

test("columns are found again after template literals, whose pieces may be empty", () => {
  const throwing = "if (b) { const padding = `${b}`; throw new Error('x') }";
  for (const template of ["`${b}${b}`", "`${b}`", "``", "`a\n${b}\n${b}`", "`${`${b}`}`", "'`${' + '}`'", "/}`/; `${b}`"]) {
    const before = `import { b } from './b';\nconst text = ${template}; export const c = text;\n`;
    const line = before.split("\n").length;
    assert.equal(placeOfError(`${before}${throwing}`), `a.js:${line}:${throwing.indexOf("new Error") + 1}`, template);
  }
  const { code } = compileScript(new Source("a.js", "const text = `${a}${b}` + `` + '\uE000'"));
  assert.equal(code.replace('"use strict";', ""), "const text = `${a}${b}` + `` + '\uE000'");
  assert.equal(placeOfError("const b = (x) => `${x}`; for (;;) throw new Error(b(`${1}${2}`))"), "a.js:1:41");
});

test("loops without a block get one", () => {
  const { code } = compileScript(new Source("a.js", "for (;;) while (a) b()"));
  assert.equal(code.replace('"use strict";', ""), "for (;;) {$l();while (a) {$l();b()}}");
});

test("requests of both kinds are found once", () => {
  const { requests } = compileScript(new Source("a.js", "import a from './a'; export * from './b'; const c = require('./c'); require('./a')"));
  assert.deepEqual(requests.map(({ request }) => request), ["./a", "./b", "./c"]);
});

test("styles: rpx, heights, hosts and markers", () => {
  const style = compileStyle(new Source("a.acss", "@import './b.acss';\n.a { margin: -75rpx .5rpx; height: calc(100vh - 1px) }"), { responsive: true, marker: "", aliases: [] });
  assert.deepEqual(style.imports.map(({ request }) => request), ["./b.acss"]);
  assert.match(style.css, /margin: -10vw 0\.06667vw; height: calc\(100cqh - 1px\)/);
  assert.match(compileStyle(new Source("a.acss", ".a { margin: 10rpx }"), { responsive: false, marker: "", aliases: [] }).css, /margin: 5px/);
  assert.equal(isolate(".a > .b:hover, view", "m"), ".a > .b[m]:hover, view[m]");
  assert.equal(isolate(":host .a", ""), "[a-host] .a");
});
