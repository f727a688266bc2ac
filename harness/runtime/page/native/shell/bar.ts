/** The buttons that the wallet draws in a page's navigation bar: where they are, for programs that draw beside them. */

import { element } from "./dom.ts";

export interface Rectangle {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** What is not drawn has no size and is nowhere [I]: the documents have no page without a button to go back. */
const NOWHERE: Rectangle = { width: 0, height: 0, top: 0, right: 0, bottom: 0, left: 0 };

export class Bar {
  readonly element: HTMLElement;
  readonly #back: HTMLElement | undefined;
  readonly #arrow = element("a-arrow", { class: "a-nav-arrow" });
  readonly #menu = element("a-capsule", { class: "a-nav-menu", "aria-hidden": "true" });

  /** `back` is what the arrow does; undefined on a page that is the first. */
  constructor(title: HTMLElement, dir: string, back: (() => void) | undefined) {
    if (back !== undefined) {
      this.#back = element("a-action", { class: "a-nav-back", role: "button", tabindex: "0", "aria-label": "Back", "data-testid": "nav-back" }, this.#arrow);
      this.#back.addEventListener("click", back);
    }
    this.element = element("header", { class: "a-nav", dir }, ...(this.#back === undefined ? [] : [this.#back]), title, this.#menu);
  }

  /** `my.getMenuButtonBoundingClientRect`: the capsule at the far end, in CSS pixels of the screen. */
  menu(): Rectangle {
    return rectangleOf(this.#menu);
  }

  /** `my.getLeftButtonsBoundingClientRect`: the arrow, what can be tapped around it, and the home button, which is never drawn. */
  left(): Readonly<Record<string, Rectangle>> {
    const drawn = this.#back !== undefined;
    return {
      backButtonIcon: drawn ? rectangleOf(this.#arrow) : NOWHERE,
      backButtonInteractive: this.#back === undefined ? NOWHERE : rectangleOf(this.#back),
      homeButtonIcon: NOWHERE,
    };
  }
}

function rectangleOf(drawn: Element): Rectangle {
  const { width, height, top, right, bottom, left } = drawn.getBoundingClientRect();
  return { width, height, top, right, bottom, left };
}
