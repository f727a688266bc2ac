/** Observers of data: `{'a, b.c': f, '**': g}` (opt-in by `options.observers`). */

import { read, type Data } from "./data.ts";

type Observer = (this: unknown, ...values: unknown[]) => unknown;
export type Observers = readonly { readonly paths: readonly string[]; readonly run: Observer }[];

/** Observers that set data call each other at most this deep. */
const DEPTH = 20;
let depth = 0;

export function observersOf(options: Readonly<Record<string, unknown>>): Observers | undefined {
  const asked = (options["options"] as Data | undefined)?.["observers"] === true;
  const given = options["observers"];
  if (!asked || typeof given !== "object" || given === null) return undefined;
  return Object.entries(given as Record<string, Observer>)
    .filter(([, run]) => typeof run === "function")
    .map(([paths, run]) => ({ paths: paths.split(",").map((path) => path.trim()), run }));
}

export function notify(observers: Observers, changed: readonly string[], self: unknown, data: Data): void {
  if (depth >= DEPTH) throw new Error(`observers set data that they observe, ${DEPTH} deep: stopped`);
  depth += 1;
  try {
    for (const { paths, run } of observers) {
      if (!paths.some((path) => changed.some((key) => touches(path, key)))) continue;
      run.apply(self, paths.map((path) => (path === "**" ? data : read(data, path.replace(/\.?\*\*$/, "")))));
    }
  } finally {
    depth -= 1;
  }
}

/** A change of `a.b` is seen by observers of `a.b`, `a` and whatever lies under `a.b`. */
function touches(observed: string, key: string): boolean {
  const path = observed.replace(/\.?\*\*$/, "");
  if (path === "" || path === key) return true;
  return key.startsWith(`${path}.`) || key.startsWith(`${path}[`) ? true : path.startsWith(`${key}.`) || path.startsWith(`${key}[`);
}
