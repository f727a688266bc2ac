/** Finds what a path in the program means: relative, absolute in the project, or in node_modules. */

import { posix } from "node:path";
import { aliased } from "./alias.ts";
import type { Files, ProgramPath } from "./files.ts";

export type Found =
  | { readonly path: ProgramPath }
  | { readonly outside: string }
  | { readonly missing: readonly ProgramPath[] };

/**
 * Returns the first candidate that is a file. `from` is the file that asks; `ways` are put behind the path in turn.
 *
 * Aliases hold for scripts, views and styles, not for what JSON files name and not inside packages.
 */
export function resolve(files: Files, from: ProgramPath, request: string, ways: readonly string[], bare = true): Found {
  const tried: ProgramPath[] = [];
  const asked = /(?:^|\/)node_modules\/|\.json$/.test(from) ? request : aliased(files.aliases, request);
  for (const base of bases(files, from, asked, bare)) {
    const path = posix.normalize(base);
    if (path.startsWith("../") || path === "..") return { outside: request };
    for (const way of ways) {
      const candidate = way.startsWith("/") ? posix.join(path, way) : path + way;
      if (files.isFile(candidate)) return { path: candidate };
      if (files.isOutside(candidate)) return { outside: request };
      tried.push(candidate);
    }
  }
  return { missing: tried };
}

function bases(files: Files, from: ProgramPath, request: string, bare: boolean): ProgramPath[] {
  const folder = posix.dirname(from);
  if (request.startsWith("/")) return [request.slice(1)];
  if (request.startsWith("./") || request.startsWith("../") || request === "." || request === "..") return [posix.join(folder, request)];
  const packaged = inPackages(files, folder, request);
  // `import "utils/x"` without a dot is read as relative by templates and styles, as a package by scripts.
  return bare ? packaged : [posix.join(folder, request), request, ...packaged];
}

function inPackages(files: Files, folder: ProgramPath, request: string): ProgramPath[] {
  const [name = "", rest = ""] = split(request);
  const found: ProgramPath[] = [];
  for (let at = folder; ; at = posix.dirname(at)) {
    const home = posix.join(at, "node_modules", name);
    const main = packageJson(files, home);
    if (rest === "") {
      if (main.main !== "") found.push(posix.join(home, main.main));
      if (main.miniprogram !== "") found.push(posix.join(home, main.miniprogram, "index"));
      found.push(home);
    } else {
      found.push(posix.join(home, rest));
      if (main.miniprogram !== "") found.push(posix.join(home, main.miniprogram, rest));
    }
    if (at === "." || at === "") return found;
  }
}

function split(request: string): [string, string] {
  const parts = request.split("/");
  const count = request.startsWith("@") ? 2 : 1;
  return [parts.slice(0, count).join("/"), parts.slice(count).join("/")];
}

function packageJson(files: Files, home: ProgramPath): { main: string; miniprogram: string } {
  const path = posix.join(home, "package.json");
  if (!files.isFile(path)) return { main: "", miniprogram: "" };
  try {
    const data = JSON.parse(files.read(path).text) as Record<string, unknown>;
    const text = (key: string): string => (typeof data[key] === "string" ? data[key] : "");
    return { main: text("main") || text("module"), miniprogram: text("miniprogram") };
  } catch {
    return { main: "", miniprogram: "" };
  }
}

export const SCRIPT_WAYS = ["", ".js", ".ts", ".json", ".sjs", "/index.js", "/index.ts"] as const;
export const VIEW_WAYS = ["", ".axml"] as const;
export const STYLE_WAYS = ["", ".acss", ".less", ".css"] as const;
export const SJS_WAYS = ["", ".sjs"] as const;
export const UNIT_WAYS = [".json", "/index.json"] as const;
