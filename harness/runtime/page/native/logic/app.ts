/** App(), and what Page() and Component() are given. */

import type { ProgramOutput } from "../../compiler/output.ts";
import type { Options } from "./mixins.ts";
import type { Method } from "./owner.ts";
import type { Realm } from "./realm.ts";
import type { Reporter } from "./reporter.ts";

type Kind = "app" | "page" | "component";

/** Evaluates the program's modules and keeps what each has registered. */
export class Registry {
  app: Options = {};
  readonly #program: ProgramOutput;
  readonly #reporter: Reporter;
  readonly #units = new Map<string, Options>();
  #realm: Realm | undefined;
  #last: Options | undefined;

  constructor(program: ProgramOutput, reporter: Reporter) {
    this.#program = program;
    this.#reporter = reporter;
  }

  set realm(realm: Realm) {
    this.#realm = realm;
  }

  /** The functions a program calls to say what it is. */
  names(): Readonly<Record<string, unknown>> {
    const register = (kind: Kind) => (options: unknown) => {
      const given = (typeof options === "object" && options !== null ? options : {}) as Options;
      if (kind === "app") this.#beApp(given);
      else this.#units.set(this.#realm?.current ?? "", (this.#last = given));
    };
    return { App: register("app"), Page: register("page"), Component: register("component"), Mixin: (options: unknown) => options, getApp: () => this.app };
  }

  /** Evaluates app.js, then all page modules in the order of app.json, as the platform does. */
  load(): void {
    this.#evaluate(this.#program.appScript);
    for (const route of this.#program.routes) this.definition(this.#program.pages[route]?.script ?? "");
  }

  /** What the module of a page or component has registered; {} when it registered nothing. */
  definition(script: string): Options {
    if (script === "") return {};
    if (!this.#units.has(script)) {
      this.#last = undefined;
      this.#evaluate(script);
      // A page may leave the call of Page() to a module that it imports.
      if (!this.#units.has(script)) this.#units.set(script, this.#last ?? {});
    }
    return this.#units.get(script) ?? {};
  }

  #evaluate(script: string): void {
    this.#reporter.run(() => this.#realm?.require(script));
  }

  #beApp(options: Options): void {
    this.app = options;
    const call = (name: string, ...given: unknown[]): void => {
      const method = options[name];
      if (typeof method === "function") (method as Method).apply(options, given);
    };
    this.#reporter.onError = (message, stack) => call("onError", message, stack);
    this.#reporter.onUnhandledRejection = (event) => call("onUnhandledRejection", event);
  }
}
