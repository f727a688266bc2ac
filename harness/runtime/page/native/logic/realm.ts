/** Where the program's modules live: evaluates each once, with the names it may see. */

import type { ScriptModule } from "../../compiler/output.ts";
import { logicNames } from "./globals.ts";

type Modules = { readonly [id: string]: ScriptModule };
type Body = (this: unknown, exports: object, require: (request: string) => unknown, module: { exports: unknown }, ...sjs: readonly unknown[]) => void;

/** What SJS has in place of `new` and of literals of regular expressions; scripts do not see them. */
const SJS_NAMES = [
  (pattern = "", flags = "") => new RegExp(pattern, flags),
  (...given: []) => new Date(...given),
] as const;

export class Realm {
  readonly #modules: Modules;
  readonly #names: readonly string[];
  readonly #values: readonly unknown[];
  readonly #loaded = new Map<string, { exports: unknown }>();
  readonly #head: string;
  readonly #evaluating: string[] = [];

  /** `framework` is what the base library gives: App, Page, my and the rest. */
  constructor(modules: Modules, framework: Readonly<Record<string, unknown>>, guard: () => void) {
    this.#modules = modules;
    const names = { ...logicNames({ ...framework }), $l: guard };
    this.#names = Object.keys(names);
    this.#values = Object.values(names);
    // Two functions: the program may declare any of the names again at the head of its module.
    this.#head = `(function(${this.#names.join(",")}){return function(exports,require,module,getRegExp,getDate){`;
  }

  /** How far the first line of each module is moved. */
  get headLength(): number {
    return this.#head.length;
  }

  /** The module that is being evaluated now, or "". */
  get current(): string {
    return this.#evaluating.at(-1) ?? "";
  }

  /** Returns what a module exports, evaluating it when it is first asked for; throws what it throws. */
  require(id: string): unknown {
    const loaded = this.#loaded.get(id);
    if (loaded !== undefined) return loaded.exports;
    const source = this.#modules[id];
    if (source === undefined) throw new Error(`Cannot find module '${id}'`);
    const module: { exports: unknown } = { exports: {} };
    this.#loaded.set(id, module);
    if (source.kind === "json") {
      module.exports = JSON.parse(source.code);
      return module.exports;
    }
    this.#evaluating.push(id);
    try {
      const text = `${this.#head}${source.code}\n}})\n//# sourceURL=${encodeURI(id)}`;
      const body = ((0, eval)(text) as (...values: readonly unknown[]) => Body)(...this.#values);
      const exports = module.exports as object;
      const names = source.kind === "sjs" ? SJS_NAMES : [];
      body.call(exports, exports, (request) => this.#request(id, source, request), module, ...names);
    } catch (error) {
      this.#loaded.delete(id);
      throw error;
    } finally {
      this.#evaluating.pop();
    }
    return module.exports;
  }

  #request(from: string, source: ScriptModule, request: string): unknown {
    const id = source.requires[request];
    if (id === undefined) throw new Error(`Cannot find module '${request}' (asked for by ${from})`);
    return this.require(id);
  }
}
