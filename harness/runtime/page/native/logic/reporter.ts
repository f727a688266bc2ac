/** Errors of the program: to App.onError, and to the console with the place in the program's own source. */

import type { Places } from "./places.ts";

export type ErrorListener = (message: string, stack: string) => void;

export class Reporter {
  /** Set once App() has been called. */
  onError: ErrorListener | undefined;
  onUnhandledRejection: ((event: { reason: unknown; promise: Promise<unknown> }) => void) | undefined;
  readonly #places: Places;
  readonly #ours = new WeakSet<object>();
  readonly #emit: (event: string, ...told: readonly unknown[]) => void;
  #telling = false;

  /** `emit` tells the listeners of `my.onError` and `my.onUnhandledRejection`. */
  constructor(places: Places, emit: (event: string, ...told: readonly unknown[]) => void) {
    this.#places = places;
    this.#emit = emit;
    addEventListener("error", (event: ErrorEvent) => this.#uncaught(event));
    addEventListener("unhandledrejection", (event) => {
      if (this.#places.of(event.reason) === "" && event.reason instanceof Error) return;
      event.preventDefault();
      const told = { reason: event.reason as unknown, promise: event.promise };
      this.#tell(() => this.onUnhandledRejection?.(told));
      this.#tell(() => this.#emit("UnhandledRejection", told));
      this.#log(event.reason, "unhandled rejection: ");
    });
  }

  /** Runs code of the program; what it throws is reported and stops nobody else. */
  run<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      this.report(error);
      return undefined;
    }
  }

  /** Where in the program's own source an error was thrown, or "". */
  place(error: unknown): string {
    return this.#places.of(error);
  }

  /** Tells App.onError, then the console. */
  report(error: unknown): void {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const stack = this.#places.stack(error);
    this.#tell(() => this.onError?.(message, stack));
    this.#tell(() => this.#emit("Error", message, stack));
    this.#log(error, "");
  }

  #tell(work: () => void): void {
    if (this.#telling) return; // an onError that throws must not be told of its own error
    this.#telling = true;
    try {
      work();
    } catch (error) {
      this.#log(error, "App.onError threw: ");
    } finally {
      this.#telling = false;
    }
  }

  #uncaught(event: ErrorEvent): void {
    const error: unknown = event.error;
    if (typeof error === "object" && error !== null && this.#ours.has(error)) return;
    if (this.#places.of(error) === "") return;
    event.preventDefault();
    this.report(error);
  }

  #log(error: unknown, before: string): void {
    const place = this.#places.of(error);
    const said = error instanceof Error ? `${error.name}: ${error.message}` : plainText(error);
    const shown = new Error(`${before}${said}${place === "" ? "" : ` (${place})`}`);
    shown.stack = `${shown.message}\n${this.#places.stack(error).split("\n").filter((line) => /^\s+at /.test(line)).join("\n")}`;
    this.#ours.add(shown);
    reportError(shown);
  }
}

function plainText(value: unknown): string {
  try {
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  } catch {
    return String(value);
  }
}
