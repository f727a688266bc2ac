/** Keeps what was compiled, by the content it came from; safe for processes that work side by side. */

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export class Cache {
  compiled = 0;
  cached = 0;
  readonly #folder: string;
  readonly #version: string;

  /** `folder` "" keeps nothing; `version` changes when the compiler does. */
  constructor(folder: string, version: string) {
    this.#folder = folder;
    this.#version = version;
    if (folder !== "") mkdirSync(folder, { recursive: true });
  }

  /** Returns what `make` makes of these inputs, from the cache where the same was made before. */
  get<Value>(inputs: readonly string[], make: () => Value): Value {
    if (this.#folder === "") return this.#count(make);
    const digest = createHash("sha256").update(this.#version);
    for (const input of inputs) digest.update(`${input.length} `).update(input);
    const file = join(this.#folder, `${digest.digest("hex").slice(0, 40)}.json`);
    try {
      const value = JSON.parse(readFileSync(file, "utf8")) as Value;
      this.cached += 1;
      return value;
    } catch {
      const value = this.#count(make);
      const fresh = `${file}.${process.pid}`;
      writeFileSync(fresh, JSON.stringify(value));
      renameSync(fresh, file);
      return value;
    }
  }

  #count<Value>(make: () => Value): Value {
    this.compiled += 1;
    return make();
  }
}
