/** `my.createIntersectionObserver()`: tells when elements come into view. */

import { isFields } from "../config.ts";

type DataOf = (element: Element) => object;

export class Observer {
  readonly #thresholds: number[];
  readonly #many: boolean;
  readonly #root: () => Element | undefined;
  readonly #dataOf: DataOf;
  #relative = "";
  #margin = "";
  #native: IntersectionObserver | undefined;

  constructor(options: unknown, root: () => Element | undefined, dataOf: DataOf) {
    const given = isFields(options) ? options : {};
    const thresholds = given["thresholds"];
    this.#thresholds = Array.isArray(thresholds) ? thresholds.map(Number) : [0];
    this.#many = given["selectAll"] === true || given["observeAll"] === true;
    this.#root = root;
    this.#dataOf = dataOf;
  }

  relativeTo(selector: unknown, margins?: unknown): this {
    this.#relative = String(selector);
    return this.relativeToViewport(margins);
  }

  relativeToViewport(margins?: unknown): this {
    const given = isFields(margins) ? margins : {};
    this.#margin = ["top", "right", "bottom", "left"].map((side) => `${Number(given[side] ?? 0)}px`).join(" ");
    return this;
  }

  /** Observes what the selector finds now and calls back at each crossing of a threshold, the first time at once. */
  observe(selector: unknown, callback: unknown): void {
    const root = this.#root();
    if (root === undefined || typeof callback !== "function") return;
    const within = this.#relative === "" ? null : root.querySelector(this.#relative);
    this.disconnect();
    this.#native = new globalThis.IntersectionObserver(
      (entries) => {
        for (const entry of entries) (callback as (told: object) => unknown)(this.#told(entry));
      },
      { root: within, rootMargin: this.#margin || "0px", threshold: this.#thresholds },
    );
    const found = [...root.querySelectorAll(String(selector))];
    for (const element of this.#many ? found : found.slice(0, 1)) this.#native.observe(element);
  }

  disconnect(): void {
    this.#native?.disconnect();
    this.#native = undefined;
  }

  #told({ intersectionRatio, intersectionRect, boundingClientRect, rootBounds, time, target }: IntersectionObserverEntry): object {
    const about = { id: target.id, dataset: this.#dataOf(target), time };
    return { ...about, intersectionRatio, intersectionRect, boundingClientRect, relativeRect: rootBounds };
  }
}
