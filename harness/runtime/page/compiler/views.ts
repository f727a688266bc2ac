/** The program's AXML files: each is read once and its code written once. */

import { emitView, type AxmlFile, type Surroundings } from "./axml/emit.ts";
import { scan } from "./axml/scan.ts";
import type { Files, ProgramPath } from "./files.ts";
import type { Modules } from "./modules.ts";
import type { Diagnostic } from "./output.ts";
import { checkPictures } from "./pictures.ts";
import { resolve, SJS_WAYS, VIEW_WAYS } from "./resolve.ts";

export class Views {
  readonly compiled: Record<ProgramPath, string> = {};
  readonly #files: Files;
  readonly #modules: Modules;
  readonly #say: (diagnostic: Diagnostic) => void;
  readonly #read = new Map<ProgramPath, AxmlFile>();

  constructor(files: Files, modules: Modules, say: (diagnostic: Diagnostic) => void) {
    this.#files = files;
    this.#modules = modules;
    this.#say = say;
  }

  /** Compiles a view and the templates it imports; `using` are the tags that are components in it. */
  add(path: ProgramPath, using: ReadonlySet<string> | undefined): void {
    if (path in this.compiled) return;
    this.compiled[path] = "";
    const around: Surroundings = {
      using,
      say: this.#say,
      include: (from, request, at) => {
        const found = this.#find(from, request, at, VIEW_WAYS);
        return found === undefined ? undefined : this.file(found);
      },
      importView: (from, request, at) => {
        const found = this.#find(from, request, at, VIEW_WAYS);
        if (found !== undefined) this.add(found, undefined);
        return found;
      },
      importSjs: (from, request, at) => {
        const found = this.#find(from, request, at, SJS_WAYS);
        if (found !== undefined) this.#modules.add(found);
        return found;
      },
    };
    this.compiled[path] = emitView(this.file(path), around);
  }

  file(path: ProgramPath): AxmlFile {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const source = this.#files.read(path);
    const { nodes, diagnostics } = scan(source);
    diagnostics.forEach(this.#say);
    const file = { id: path, source, nodes };
    this.#read.set(path, file);
    checkPictures(file, this.#files, this.#say);
    return file;
  }

  #find(from: AxmlFile, request: string, at: number, ways: readonly string[]): ProgramPath | undefined {
    const found = resolve(this.#files, from.id, request, ways, false);
    if ("path" in found) return found.path;
    const fact = "outside" in found ? `"${request}" leads out of the program's folder` : `"${request}" is not there`;
    const next = "outside" in found ? "keep all files of the program inside it" : `looked for ${found.missing.slice(0, 3).join(", ")}`;
    this.#say(from.source.diagnostic("error", at, fact, next));
    return undefined;
  }
}
