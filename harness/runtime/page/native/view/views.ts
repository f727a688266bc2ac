/** The code of the templates: evaluated when first shown. */

import type { ProgramOutput } from "../../compiler/output.ts";
import type { Data } from "../logic/data.ts";
import type { Owner, Rendered } from "../logic/owner.ts";
import type { Realm } from "../logic/realm.ts";
import { makeHelpers, type Helpers } from "./helpers.ts";

export type Render = (data: Data, owner: Owner) => Rendered;

export interface View {
  readonly T: Readonly<Record<string, Render>>;
  readonly I: readonly string[];
  readonly R: Render;
}

export class Views {
  readonly #program: ProgramOutput;
  readonly #realm: Realm;
  readonly #views = new Map<string, View>();

  constructor(program: ProgramOutput, realm: Realm) {
    this.#program = program;
    this.#realm = realm;
  }

  get(id: string): View {
    let view = this.#views.get(id);
    if (view === undefined) {
      const code = this.#program.views[id] ?? "(function(){return{T:{},I:[],R:function(){return null}}})";
      const make = (0, eval)(`${code}\n//# sourceURL=${encodeURI(id)}.js`) as (helpers: Helpers) => View;
      view = make(makeHelpers(id, (name) => this.#template(id, name), (path) => this.#sjs(path)));
      this.#views.set(id, view);
    }
    return view;
  }

  /** A template of this file, or of a file it imports itself: importing is not transitive. */
  #template(id: string, name: string): Render | undefined {
    const view = this.get(id);
    if (Object.hasOwn(view.T, name)) return view.T[name];
    for (const imported of view.I) {
      const other = this.get(imported);
      if (Object.hasOwn(other.T, name)) return other.T[name];
    }
    return undefined;
  }

  /** A named import from SJS means the default export, or all of them where there is none. */
  #sjs(path: string): { default: unknown; all: Data } {
    const all = this.#realm.require(path) as Data;
    return { default: all["default"] ?? all, all };
  }
}
