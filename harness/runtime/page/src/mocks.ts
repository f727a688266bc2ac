/** What a tester puts in the place of an API's own answer, until it is taken away again (harness/phone/program.py). */

import { failure, type Fields, type Outcome } from "./config.ts";
import { native } from "./natives.ts";

/** A fixed end of every call, or the name of the window function that is asked how a call ends. */
export type Mock = { readonly ok: boolean; readonly result: unknown } | { readonly ask: string };

type Asked = (api: string, options: Fields) => Promise<Outcome>;

export class Mocks {
  #version = 0;
  #table: Readonly<Record<string, Mock>> = {};

  /** Takes a whole table; an older one than it has already changes nothing. Returns whether it was taken. */
  set(version: number, table: Readonly<Record<string, Mock>>): boolean {
    if (version <= this.#version) return false;
    this.#version = version;
    this.#table = table;
    return true;
  }

  get names(): readonly string[] {
    return Object.keys(this.#table);
  }

  has(api: string): boolean {
    return Object.hasOwn(this.#table, api);
  }

  /** How a call ends that is answered at once; each call gets an object of its own. */
  now(api: string): Outcome {
    const mock = this.#table[api];
    if (mock === undefined || "ask" in mock) return failure(3, `my.${api} is answered at once: mock it with a result`);
    return { ok: mock.ok, result: native.parse(native.stringify(mock.result) ?? "null") as unknown };
  }

  /** How a call ends that may be asked of the tester's own function. */
  async later(api: string, options: Fields): Promise<Outcome> {
    const mock = this.#table[api];
    if (mock === undefined || !("ask" in mock)) return this.now(api);
    const asked = (window as unknown as Record<string, Asked | undefined>)[mock.ask];
    if (asked === undefined) return failure(3, `nobody answers for my.${api}`);
    const given = native.parse(native.stringify(options) ?? "{}") as Fields;
    return asked(api, given);
  }
}
