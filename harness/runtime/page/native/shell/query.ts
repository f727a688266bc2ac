/** `my.createSelectorQuery()`: measures elements of the page that is shown. */

import { infoOf } from "../view/host.ts";
import type { Frame } from "./frame.ts";

type Measure = (found: readonly Element[]) => unknown;

export class SelectorQuery {
  readonly #frame: Frame | undefined;
  readonly #asked: (() => unknown)[] = [];
  #selected: () => readonly Element[] = () => [];
  #many = false;

  constructor(frame: Frame | undefined) {
    this.#frame = frame;
  }

  in(): this {
    return this;
  }

  select(selector: string): this {
    this.#selected = () => this.#all(selector).slice(0, 1);
    this.#many = false;
    return this;
  }

  selectAll(selector: string): this {
    this.#selected = () => this.#all(selector);
    this.#many = true;
    return this;
  }

  selectViewport(): this {
    this.#selected = () => (this.#frame === undefined ? [] : [this.#frame.scroller]);
    this.#many = false;
    return this;
  }

  boundingClientRect(): this {
    return this.#ask((element) => {
      const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
      const origin = this.#frame?.scroller.getBoundingClientRect() ?? { left: 0, top: 0 };
      const info = infoOf(element);
      const [x, y] = [left - origin.left, top - origin.top];
      return { id: element.id, dataset: { ...(info?.extra.d ?? {}) }, left: x, top: y, right: right - origin.left, bottom: bottom - origin.top, width, height };
    });
  }

  scrollOffset(): this {
    return this.#ask((element) => ({ id: element.id, scrollLeft: element.scrollLeft, scrollTop: element.scrollTop }));
  }

  /** Measures all that was asked for, in order, and gives the list to the callback. */
  exec(callback?: (results: readonly unknown[]) => void): this {
    const results = this.#asked.map((ask) => ask());
    queueMicrotask(() => callback?.(results));
    return this;
  }

  /** What is no selector finds nothing, as on devices. */
  #all(selector: string): Element[] {
    try {
      return [...(this.#frame?.scroller.querySelectorAll(selector) ?? [])];
    } catch {
      return [];
    }
  }

  #ask(measure: (element: Element) => object): this {
    const [selected, many] = [this.#selected, this.#many];
    const all: Measure = (found) => found.map(measure);
    this.#asked.push(() => {
      const found = selected();
      return many ? all(found) : found[0] === undefined ? null : measure(found[0]);
    });
    return this;
  }
}
