/** The program's styles: each page's and component's own, with what it imports put in front. */

import { createHash } from "node:crypto";
import { compileStyle, type CompiledStyle } from "./acss/compile.ts";
import { renderLess } from "./acss/less.ts";
import type { Cache } from "./cache.ts";
import { Source } from "./diagnostics.ts";
import type { Files, ProgramPath } from "./files.ts";
import type { Diagnostic } from "./output.ts";
import { resolve, STYLE_WAYS } from "./resolve.ts";

export class Styles {
  readonly compiled: Record<ProgramPath, string> = {};
  readonly #files: Files;
  readonly #cache: Cache;
  readonly #responsive: boolean;
  readonly #say: (diagnostic: Diagnostic) => void;

  constructor(files: Files, cache: Cache, responsive: boolean, say: (diagnostic: Diagnostic) => void) {
    this.#files = files;
    this.#cache = cache;
    this.#responsive = responsive;
    this.#say = say;
  }

  async add(path: ProgramPath, marker = ""): Promise<void> {
    this.compiled[path] ??= await this.#whole(path, marker, []);
  }

  async #whole(path: ProgramPath, marker: string, importing: readonly ProgramPath[]): Promise<string> {
    const source = path.endsWith(".less") ? await this.#fromLess(path) : this.#files.read(path);
    const aliases = path.startsWith("node_modules/") ? [] : this.#files.aliases;
    const settings = { responsive: this.#responsive, marker, aliases };
    const inputs = ["acss", path, marker, String(this.#responsive), JSON.stringify(aliases), source.text];
    const { css, imports, diagnostics } = this.#cache.get<CompiledStyle>(inputs, () => compileStyle(source, settings));
    diagnostics.forEach(this.#say);
    const parts: string[] = [];
    for (const { request, at } of imports) {
      const found = resolve(this.#files, path, request, STYLE_WAYS, false);
      if ("path" in found) {
        if (!importing.includes(found.path)) parts.push(await this.#whole(found.path, marker, [...importing, path]));
      } else {
        const fact = "outside" in found ? `"${request}" leads out of the program's folder` : `"${request}" is not there`;
        this.#say(source.diagnostic("error", at, fact, "mend the path of this @import"));
      }
    }
    return [...parts, css].join("\n");
  }

  async #fromLess(path: ProgramPath): Promise<Source> {
    const { css, diagnostics } = await renderLess(this.#files, this.#files.read(path));
    diagnostics.forEach(this.#say);
    return new Source(path, css);
  }
}

/** The attribute that marks the elements of a component whose style stays inside it. */
export function markerOf(component: ProgramPath): string {
  return `a-c-${createHash("sha256").update(component).digest("hex").slice(0, 8)}`;
}
