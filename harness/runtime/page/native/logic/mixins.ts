/** Mixins (language.md, Component): lifecycles all run, mixins first; of methods, props and data the later one wins. */

export type Options = Record<string, unknown>;
type Method = (this: unknown, ...given: unknown[]) => unknown;

const MERGED = ["data", "props", "methods", "events", "observers"] as const;

const isObject = (value: unknown): value is Options => typeof value === "object" && value !== null;

/** Returns the options with their mixins put in; `lifecycles` are the names of which all versions run. */
export function withMixins(options: Options, lifecycles: readonly string[]): Options {
  const mixins = (Array.isArray(options["mixins"]) ? (options["mixins"] as unknown[]) : []).filter(isObject);
  if (mixins.length === 0) return options;
  return [...mixins.map((mixin) => withMixins(mixin, lifecycles)), options].reduce((merged, part) => joined(merged, part, lifecycles), {});
}

function joined(first: Options, second: Options, lifecycles: readonly string[]): Options {
  const result: Options = { ...first, ...second };
  for (const key of MERGED) {
    const [before, after] = [valueOf(first[key]), valueOf(second[key])];
    if (before !== undefined && after !== undefined) result[key] = { ...before, ...after };
    else if (before !== undefined) result[key] = before;
  }
  for (const name of lifecycles) {
    const [before, after] = [first[name], second[name]];
    if (typeof before === "function" && typeof after === "function") result[name] = inTurn(before as Method, after as Method);
  }
  return result;
}

/** `data` may be a function that makes it. */
const valueOf = (value: unknown): Options | undefined =>
  typeof value === "function" ? ((value as () => unknown)() as Options) : isObject(value) ? value : undefined;

function inTurn(first: Method, second: Method): Method {
  return function (this: unknown, ...given: unknown[]): unknown {
    first.apply(this, given);
    return second.apply(this, given);
  };
}
