/** Data by paths: `a.b[2].c`. The logic's own data is changed in place, the view's copy along the path only. */

export type Data = Record<string, unknown>;
type Step = string | number;

const known = new Map<string, readonly Step[]>();

export function stepsOf(path: string): readonly Step[] {
  let steps = known.get(path);
  if (steps === undefined) {
    steps = [...path.matchAll(/[^.[\]]+|\[(\d+)\]/g)].map(([name, index]) => (index === undefined ? name : Number(index)));
    known.set(path, steps);
  }
  return steps;
}

export function read(data: unknown, path: string): unknown {
  let value = data;
  for (const step of stepsOf(path)) {
    if (value === null || value === undefined) return undefined;
    value = (value as Data)[step];
  }
  return value;
}

const isBranch = (value: unknown): value is Data => typeof value === "object" && value !== null;

/** Puts a value at a path; parents that are missing are made. */
export function write(data: Data, path: string, value: unknown): void {
  const steps = stepsOf(path);
  let at = data;
  steps.forEach((step, index) => {
    if (index === steps.length - 1) at[step] = value;
    else {
      const next = at[step];
      at = isBranch(next) ? next : ((at[step] = typeof steps[index + 1] === "number" ? [] : {}) as Data);
    }
  });
}

/** Returns a copy with a value at a path; what is not on the path is shared. */
export function written(data: unknown, steps: readonly Step[], value: unknown, from = 0): unknown {
  const step = steps[from];
  if (step === undefined) return value;
  const copy = (Array.isArray(data) ? [...(data as unknown[])] : isBranch(data) ? { ...data } : typeof step === "number" ? [] : {}) as Data;
  copy[step] = written(copy[step], steps, value, from + 1);
  return copy;
}

/** What of a value reaches the view: what JSON keeps. Throws for a circle. */
export function crossing<Value>(value: Value): Value {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return value;
  const text = JSON.stringify(value);
  return (text === undefined ? undefined : JSON.parse(text)) as Value;
}
