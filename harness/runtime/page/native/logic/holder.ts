/** Keeps the data of one page or component: the logic's own, and the view's copy of it. */

import { crossing, read, stepsOf, write, written, type Data } from "./data.ts";
import type { Flusher, Pending } from "./flush.ts";

export interface Drawing {
  /** Draws the view with the new data; false once it is gone. */
  draw(changed: readonly string[]): boolean;
}

export class DataHolder implements Pending {
  /** What `this.data` is. */
  data: Data;
  /** What templates read. */
  view: Data;
  readonly #flusher: Flusher;
  readonly #drawing: Drawing;
  readonly #complain: (error: unknown) => void;
  #callbacks: (() => void)[] = [];
  #changed = new Set<string>();
  #over = false;

  constructor(initial: Data, flusher: Flusher, drawing: Drawing, complain: (error: unknown) => void) {
    this.data = initial;
    this.#complain = complain;
    this.view = this.#crossed(initial) ?? {};
    this.#flusher = flusher;
    this.#drawing = drawing;
  }

  /** `setData`: the logic's data changes now, the screen soon; the callback runs when it has. */
  set(patch: unknown, callback: (() => void) | undefined): void {
    if (this.#over) return;
    for (const [path, value] of Object.entries((patch ?? {}) as Data)) {
      if (value === undefined) continue;
      write(this.data, path, value);
      this.#toView(path, value);
    }
    this.#soon(callback);
  }

  /** `$spliceData({path: [start, deleted, ...items]})`. */
  splice(patch: unknown, callback: (() => void) | undefined): void {
    if (this.#over) return;
    for (const [path, value] of Object.entries((patch ?? {}) as Data)) {
      const list = read(this.data, path);
      if (!Array.isArray(list) || !Array.isArray(value)) {
        this.#complain(new Error(`$spliceData: "${path}" needs a list in the data and [start, deleted, ...items] to put in`));
        continue;
      }
      const [start = 0, deleted = 0, ...items] = value as [number, number, ...unknown[]];
      list.splice(start, deleted, ...items);
      this.#toView(path, list);
    }
    this.#soon(callback);
  }

  flush(): void {
    const changed = [...this.#changed];
    const callbacks = this.#callbacks;
    this.#changed = new Set();
    this.#callbacks = [];
    if (this.#over || !this.#drawing.draw(changed)) return;
    for (const callback of callbacks) callback();
  }

  /** From now on nothing is set any more (after onUnload, didUnmount). */
  end(): void {
    this.#over = true;
  }

  #toView(path: string, value: unknown): void {
    const copy = this.#crossed(value);
    if (copy === undefined && value !== null) return;
    this.view = written(this.view, stepsOf(path), copy) as Data;
    this.#changed.add(path);
  }

  #crossed<Value>(value: Value): Value | undefined {
    try {
      return crossing(value);
    } catch (error) {
      this.#complain(new Error(`data must be JSON: ${(error as Error).message}`));
      return undefined;
    }
  }

  #soon(callback: (() => void) | undefined): void {
    if (typeof callback === "function") this.#callbacks.push(callback);
    this.#flusher.add(this);
  }
}
