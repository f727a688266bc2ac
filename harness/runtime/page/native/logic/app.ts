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
  #registered: { readonly kind: Kind; readonly options: Options } | undefined;

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
      this.#registered = { kind, options: (typeof options === "object" && options !== null ? options : {}) as Options };
      if (kind === "app") this.#beApp(this.#registered.options);
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
    let options = this.#units.get(script);
    if (options === undefined) {
      options = script === "" ? {} : (this.#evaluate(script) ?? {});
      this.#units.set(script, options);
    }
    return options;
  }

  #evaluate(script: string): Options | undefined {
    this.#registered = undefined;
    this.#reporter.run(() => this.#realm?.require(script));
    const registered = this.#registered as { kind: Kind; options: Options } | undefined;
    this.#registered = undefined;
    return registered?.kind === "app" ? undefined : registered?.options;
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
