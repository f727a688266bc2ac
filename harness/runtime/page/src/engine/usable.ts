/** Whether a buyer could tap an element now, and if not, why not. */

import type { Sheets } from "../sheets/index.ts";
import { animationOf, boxOf, holds, isVisible, pointsOf, type Point } from "./box.ts";
import { INTERACTIVE } from "./find.ts";
import { saidBy, shorten } from "./text.ts";

/** A place to tap, or the reason why there is none (the end of a sentence: "is disabled"). */
export type Verdict = Point | { readonly reason: string };

interface Seen {
  readonly element: Element;
  readonly frame: number;
  readonly box: DOMRect;
}

/** Judges candidates over time: it remembers what it scrolled to and where a moving element was one frame ago. */
export class Judge {
  readonly #sheets: Sheets;
  readonly #scrolled = new WeakSet<Element>();
  #before: Seen | undefined;

  constructor(sheets: Sheets) {
    this.#sheets = sheets;
  }

  judge(element: Element, frame: number): Verdict {
    if (!isVisible(element)) return { reason: "is there but hidden" };
    if (isDisabled(element)) return { reason: "is disabled" };
    let verdict = this.#hit(element);
    if ("reason" in verdict && !this.#scrolled.has(element)) {
      this.#scrolled.add(element);
      element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      verdict = this.#hit(element);
    }
    if ("reason" in verdict || this.#rests(element, frame)) return verdict;
    return { reason: "keeps moving" };
  }

  #hit(element: Element): Verdict {
    const points = pointsOf(element);
    if (points.length === 0) return { reason: "cannot be scrolled into view" };
    let hit: Element | null = null;
    for (const point of points) {
      const there = elementAt(point, this.#sheets.stage?.root);
      if (takesTapFor(there, element)) return point;
      hit ??= there;
    }
    if (hit !== null && holds(hit, element)) return { reason: "is there but takes no taps (pointer-events, inert or clipped)" };
    return { reason: `is covered by ${this.#describe(hit)}` };
  }

  /** Without a running animation a box counts as resting; with one it must be the same in two frames. */
  #rests(element: Element, frame: number): boolean {
    const animation = animationOf(element);
    if (animation !== "running") return animation === "none";
    const box = boxOf(element);
    const before = this.#before;
    if (before?.element === element && before.frame < frame && sameBox(before.box, box)) return true;
    if (before?.element !== element || before.frame < frame) this.#before = { element, frame, box };
    return false;
  }

  #describe(hit: Element | null): string {
    if (hit === null) return "nothing that can be named";
    const layer = this.#sheets.layers.find(({ element }) => holds(element, hit));
    if (layer !== undefined) return `the wallet's ${layer.kind} sheet`;
    const name = hit.getAttribute("data-testid");
    const id = hit.id !== "" ? `#${hit.id}` : hit.classList.length > 0 ? `.${[...hit.classList].join(".")}` : "";
    const said = shorten(saidBy(hit), 40);
    return `<${hit.localName}${name === null ? id : ` data-testid=${name}`}>${said === "" ? "" : ` "${said}"`}`;
  }
}

function sameBox(a: DOMRect, b: DOMRect): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function isDisabled(element: Element): boolean {
  const control = element.closest(INTERACTIVE) ?? element;
  return control.matches(":disabled") || element.matches(":disabled") || element.closest('[aria-disabled="true"]') !== null;
}

/** The innermost element at a point, looking into open shadow roots and into the wallet's sheets. */
function elementAt({ x, y }: Point, sheets: ShadowRoot | undefined): Element | null {
  let root: Document | ShadowRoot = document;
  let hit: Element | null = null;
  for (;;) {
    const next: Element | null = root.elementFromPoint(x, y);
    if (next === null || next === hit) return hit;
    hit = next;
    const inner: ShadowRoot | null = hit === sheets?.host ? sheets : hit.shadowRoot;
    if (inner === null) return hit;
    root = inner;
  }
}

/** A tap on `hit` reaches `element`: inside it, on its label, or on the button it is a part of. */
function takesTapFor(hit: Element | null, element: Element): boolean {
  if (hit === null) return false;
  if (holds(element, hit)) return true;
  const label = hit.closest("label");
  if (label !== null && (label.control === element || holds(label, element))) return true;
  const control = element.closest(INTERACTIVE);
  return control !== null && control !== element && holds(control, hit);
}
