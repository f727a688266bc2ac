/** What the compiler hands to the page and to Python: plain data. */

export type Severity = "error" | "warning";

/** One thing the compiler has to say about a file of the program. `line` and `column` count from 1; 0: the whole file. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The source line. */
  readonly excerpt: string;
  /** What to do about it, or "". */
  readonly next: string;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Where columns moved on one line: pairs of (compiled column, columns to subtract), rising. Lines never move. */
export type LineShifts = readonly number[];

export interface ScriptModule {
  readonly code: string;
  /** What the module asks for -> the id of the module it gets. */
  readonly requires: { readonly [request: string]: string };
  /** Keyed by line; only lines whose columns moved. */
  readonly shifts: { readonly [line: string]: LineShifts };
  readonly kind: "script" | "sjs" | "json";
}

/** One page or component: ids of its parts; "" where it has no such file. */
export interface UnitOutput {
  readonly config: JsonObject;
  readonly script: string;
  readonly view: string;
  readonly style: string;
  /** Tag -> id of the component. */
  readonly using: { readonly [tag: string]: string };
  /** The attribute by which its own style finds its elements, or "" where its style leaks. */
  readonly marker: string;
}

export interface ProgramOutput {
  readonly app: JsonObject;
  /** `ext` of ext.json, else of app.json: what a program made from a template was configured with. */
  readonly ext: JsonObject;
  /** The entry scripts of workers. */
  readonly workers: readonly string[];
  /** Page routes in the order of app.json, subpackages after the main package. */
  readonly routes: readonly string[];
  readonly appScript: string;
  readonly appStyle: string;
  readonly pages: { readonly [route: string]: UnitOutput };
  readonly components: { readonly [id: string]: UnitOutput };
  /** The component that stands in the place of the wallet's tab bar, or "" (tabBar.customize). */
  readonly tabBar: string;
  readonly modules: { readonly [id: string]: ScriptModule };
  /** Text of a function `($) => view`, by file. */
  readonly views: { readonly [id: string]: string };
  readonly styles: { readonly [id: string]: string };
}

export interface CompileAnswer {
  /** The folder that holds app.json. */
  readonly root: string;
  readonly program: ProgramOutput | null;
  readonly diagnostics: readonly Diagnostic[];
  /** How many files were compiled now and how many came from the cache. */
  readonly compiled: number;
  readonly cached: number;
}
