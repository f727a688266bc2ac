/** Path aliases: `resolveAlias` of mini.project.json (open-docs, mini/framework, project settings). */

import { posix } from "node:path";
import type { JsonObject } from "./output.ts";

/** What a path begins with, `utils/`, and the folder of the program it means; the most specific first. */
export type Aliases = readonly (readonly [prefix: string, folder: string])[];

/** Reads `{"utils/*": "./utils/*"}`: folders as seen from the project's folder. `refuse` hears of each pair that means nothing. */
export function readAliases(pairs: JsonObject, project: string, root: string, refuse: (key: string) => void): Aliases {
  const aliases: [string, string][] = [];
  for (const [key, value] of Object.entries(pairs)) {
    const good = typeof value === "string" && /^[^/].*\/\*$/.test(key) && /^[^/].*\/\*$/.test(value);
    if (good) aliases.push([key.slice(0, -1), posix.relative(root, posix.join(project, value.slice(0, -1)))]);
    else refuse(key);
  }
  return aliases.sort(([one], [other]) => other.length - one.length);
}

/** Returns the path as seen from the program's root, `/utils/x`, or as it is where no alias is meant. */
export function aliased(aliases: Aliases, path: string): string {
  const [prefix = "", folder = ""] = aliases.find(([start]) => path.startsWith(start)) ?? [];
  return prefix === "" ? path : `/${posix.join(folder, path.slice(prefix.length))}`;
}
