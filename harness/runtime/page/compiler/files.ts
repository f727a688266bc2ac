/** The program's folder: reads files inside it and nothing else. */

import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { posix } from "node:path";
import type { Aliases } from "./alias.ts";
import { Source } from "./diagnostics.ts";

/** A path inside the program, with "/" and without one in front: `pages/index/index.axml`. */
export type ProgramPath = string;

export class Files {
  readonly root: string;
  /** Where node_modules may stand: the program's folder, or the project's around it (mini.project.json names a root inside). */
  readonly packages: readonly string[];
  readonly aliases: Aliases;
  readonly #kinds = new Map<ProgramPath, "file" | "folder" | "nothing">();

  constructor(root: string, project: string, aliases: Aliases = []) {
    this.root = realpathSync(root);
    this.aliases = aliases;
    const around = realpathSync(project);
    this.packages = around === this.root ? [this.root] : [this.root, around];
  }

  isFile(path: ProgramPath): boolean {
    return this.#kind(path) === "file";
  }

  /** The scripts that stand in a folder, by name; none where there is no such folder. */
  scripts(folder: ProgramPath): ProgramPath[] {
    if (this.#kind(folder) !== "folder") return [];
    return readdirSync(this.absolute(folder)).filter((name) => name.endsWith(".js")).sort().map((name) => posix.join(folder, name)).filter((path) => this.isFile(path));
  }

  read(path: ProgramPath): Source {
    return new Source(path, readFileSync(this.absolute(path), "utf8"));
  }

  /** Whether a path leads out of the program, by its dots or by a link. */
  isOutside(path: ProgramPath): boolean {
    if (path === ".." || path.startsWith("../")) return true;
    const absolute = this.absolute(path);
    if (!existsSync(absolute)) return false;
    const real = realpathSync(absolute);
    return !this.packages.some((folder) => real === folder || real.startsWith(`${folder}/`));
  }

  /** Where a file of the program is on this machine. */
  absolute(path: ProgramPath): string {
    const inside = posix.join(this.root, path);
    if (!path.startsWith("node_modules/") || existsSync(inside)) return inside;
    return posix.join(this.packages.at(-1) ?? this.root, path);
  }

  #kind(path: ProgramPath): "file" | "folder" | "nothing" {
    const known = this.#kinds.get(path);
    if (known !== undefined) return known;
    const stat = path.startsWith("../") || this.isOutside(path) ? undefined : statSync(this.absolute(path), { throwIfNoEntry: false });
    const kind = stat?.isFile() === true ? "file" : stat?.isDirectory() === true ? "folder" : "nothing";
    this.#kinds.set(path, kind);
    return kind;
  }
}
