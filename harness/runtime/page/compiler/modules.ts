/** The graph of the program's scripts: compiles each module once and finds what it asks for. */

import type { Cache } from "./cache.ts";
import { about } from "./diagnostics.ts";
import type { Files, ProgramPath } from "./files.ts";
import { isObject, readJson } from "./json.ts";
import type { Diagnostic, ScriptModule } from "./output.ts";
import { resolve, SCRIPT_WAYS, SJS_WAYS } from "./resolve.ts";
import { compileScript, type CompiledScript } from "./script/compile.ts";
import { compileSjs } from "./script/sjs.ts";

export class Modules {
  readonly compiled: Record<ProgramPath, ScriptModule> = {};
  readonly #files: Files;
  readonly #cache: Cache;
  readonly #say: (diagnostic: Diagnostic) => void;

  constructor(files: Files, cache: Cache, say: (diagnostic: Diagnostic) => void) {
    this.#files = files;
    this.#cache = cache;
    this.#say = say;
  }

  /** Compiles a module and all it reaches. */
  add(path: ProgramPath): void {
    const waiting = [path];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next in this.compiled) continue;
      waiting.push(...this.#compile(next));
    }
  }

  #compile(path: ProgramPath): ProgramPath[] {
    const source = this.#files.read(path);
    if (path.endsWith(".json")) {
      const { value, diagnostics } = readJson(source, true);
      diagnostics.forEach(this.#say);
      this.compiled[path] = { code: JSON.stringify(isObject(value) || Array.isArray(value) ? value : (value ?? null)), requires: {}, shifts: {}, kind: "json" };
      return [];
    }
    const kind = path.endsWith(".sjs") ? "sjs" : "script";
    const compiled = this.#cache.get<CompiledScript>([kind, path, source.text], () => (kind === "sjs" ? compileSjs(source) : compileScript(source)));
    compiled.diagnostics.forEach(this.#say);
    const requires: Record<string, ProgramPath> = {};
    for (const { request, at } of compiled.requests) {
      const found = resolve(this.#files, path, request, kind === "sjs" ? SJS_WAYS : SCRIPT_WAYS);
      if ("path" in found) requires[request] = found.path;
      else if ("outside" in found) {
        this.#say(source.diagnostic("error", at, `"${request}" leads out of the program's folder`, "keep all files of the program inside it"));
      } else {
        // Packages ask for modules of node in branches that never run here.
        const severity = path.startsWith("node_modules/") ? "warning" : "error";
        this.#say(source.diagnostic(severity, at, `"${request}" is not there`, nextFor(request, found.missing)));
      }
    }
    this.compiled[path] = { code: compiled.code, requires, shifts: compiled.shifts, kind };
    return Object.values(requires);
  }
}

function nextFor(request: string, tried: readonly string[]): string {
  const looked = `looked for ${tried.slice(0, 3).join(", ")}`;
  return /^[./]/.test(request) ? looked : `install it with npm into the program's folder; ${looked}`;
}

export function missing(file: ProgramPath, what: string, next: string): Diagnostic {
  return about("error", file, what, next);
}
