/** The calling styles (jsapi.md 1.1): callbacks in the argument, a Promise, a second-argument callback. */

import { isFields, type Fields, type Outcome } from "./config.ts";
import { native } from "./natives.ts";

type Callback = (...told: readonly unknown[]) => unknown;

const isCallback = (value: unknown): value is Callback => typeof value === "function";

/** What a program passed: its parameters, as they are, and a single callback if there is one. */
export interface Arguments {
  readonly options: Fields;
  readonly callback: Callback | undefined;
}

/** Reads `(params?, callback?)` or `(callback)`; anything that is not an object counts as no parameters. */
export function argumentsOf(first: unknown, second?: unknown): Arguments {
  if (isCallback(first)) return { options: {}, callback: first };
  return { options: isFields(first) ? first : {}, callback: isCallback(second) ? second : undefined };
}

/** Returns the parameters as JSON text without their functions, or undefined when they cannot be written as JSON. */
export function parametersText(options: Fields): string | undefined {
  try {
    return native.stringify(options) ?? "{}";
  } catch {
    return undefined;
  }
}

/**
 * Tells everyone who listens how a call ended, in this order: success or fail, the single callback, the Promise,
 * complete. All get the same object. A rejection counts as handled when the program gave a callback that saw it, or
 * when `quiet` (single-callback styles).
 */
export function settle(run: Promise<Outcome>, { options, callback }: Arguments, quiet: boolean): Promise<unknown> {
  const { success, fail, complete } = options;
  const promise = new native.Promise<unknown>((resolve, reject) => {
    void run.then(({ ok, result }) => {
      tell(ok ? success : fail, result);
      tell(callback, result);
      (ok ? resolve : reject)(result);
      // One microtask later, so that what awaits the Promise runs before complete does.
      native.queueMicrotask(() => tell(complete, result));
    });
  });
  if (quiet || isCallback(fail) || isCallback(complete) || callback !== undefined) promise.catch(() => undefined);
  return promise;
}

/** Runs one callback; what it throws becomes an uncaught error of the page and stops nobody else. */
export function tell(callback: unknown, ...told: readonly unknown[]): void {
  if (!isCallback(callback)) return;
  try {
    callback(...told);
  } catch (error) {
    native.reportError(error);
  }
}
