/** Brings changes of data to the screen: once a microtask for all changes of a run, then the callbacks. */

export interface Pending {
  /** Draws what has changed; then calls back whoever waits for it. */
  flush(): void;
}

/** So many flushes without a new task in between are a circle of updates: the page gets a breath after each. */
const CIRCLE = 100;

export class Flusher {
  readonly #setTimeout: (callback: () => void, milliseconds: number) => unknown;
  #waiting = new Set<Pending>();
  #held = 0;
  #inRow = 0;
  #planned = false;

  constructor(later: (callback: () => void, milliseconds: number) => unknown) {
    this.#setTimeout = later;
  }

  add(pending: Pending): void {
    this.#waiting.add(pending);
    if (!this.#planned && this.#held === 0) this.#plan();
  }

  /** Holds drawing back while `work` runs ($batchedUpdates). */
  hold(work: () => void): void {
    this.#held += 1;
    try {
      work();
    } finally {
      this.#held -= 1;
      if (this.#held === 0 && this.#waiting.size > 0 && !this.#planned) this.#plan();
    }
  }

  #plan(): void {
    this.#planned = true;
    if (this.#inRow === 0) this.#setTimeout(() => (this.#inRow = 0), 0);
    this.#inRow += 1;
    if (this.#inRow > CIRCLE) this.#setTimeout(() => this.#flush(), 0);
    else void Promise.resolve().then(() => this.#flush());
  }

  #flush(): void {
    this.#planned = false;
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const pending of waiting) pending.flush();
  }
}
