/** `my.createSelectorQuery()`: measures elements. */

type Measure = (found: readonly Element[]) => unknown;

export class SelectorQuery {
  readonly #root: () => Element | undefined;
  readonly #dataOf: (element: Element) => object;
  readonly #asked: (() => unknown)[] = [];
  #selected: () => readonly Element[] = () => [];
  #many = false;

  /** `root` is what is looked into, and what places are measured from; `dataOf` reads an element's dataset. */
  constructor(root: () => Element | undefined, dataOf: (element: Element) => object) {
    this.#root = root;
    this.#dataOf = dataOf;
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
    this.#selected = () => [this.#root()].filter((root) => root !== undefined);
    this.#many = false;
    return this;
  }

  boundingClientRect(): this {
    return this.#ask((element) => {
      const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
      const root = this.#root();
      const origin = root === undefined || root === document.documentElement ? { left: 0, top: 0 } : root.getBoundingClientRect();
      const [x, y] = [left - origin.left, top - origin.top];
      return { id: element.id, dataset: this.#dataOf(element), left: x, top: y, right: right - origin.left, bottom: bottom - origin.top, width, height };
    });
  }

  scrollOffset(): this {
    return this.#ask((element) => ({ id: element.id, scrollLeft: element.scrollLeft, scrollTop: element.scrollTop }));
  }

  /**
   * Measures all that was asked for, in order, and gives the list to the callback. It measures once the caller has ended:
   * who asks while the view is being made (onLoad, onInit) asks about the view that is then made.
   */
  exec(callback?: (results: readonly unknown[]) => void): this {
    const asked = [...this.#asked];
    queueMicrotask(() => {
      const results = asked.map((ask) => ask());
      callback?.(results);
    });
    return this;
  }

  /** What is no selector finds nothing, as on devices. */
  #all(selector: string): Element[] {
    try {
      return [...(this.#root()?.querySelectorAll(selector) ?? [])];
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
