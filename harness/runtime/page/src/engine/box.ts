/** Where an element is on the screen, and whether it is there at all. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Inputs that designs make transparent and draw a picture of their own for. */
const DRAWN_OTHERWISE = "input[type=checkbox], input[type=radio], input[type=file]";

export function isVisible(element: Element): boolean {
  const box = boxOf(element);
  if (box.width === 0 || box.height === 0) return false;
  return element.checkVisibility({ visibilityProperty: true, opacityProperty: !element.matches(DRAWN_OTHERWISE) });
}

/** The element's box in the viewport; that of its contents where it makes none of its own (display: contents). */
export function boxOf(element: Element): DOMRect {
  const box = element.getBoundingClientRect();
  if (box.width > 0 && box.height > 0) return box;
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect();
}

/** Points to try inside the part of the element that is in the viewport: its middle, then the middle of each line. */
export function pointsOf(element: Element): Point[] {
  const whole = middle(boxOf(element));
  const rects = [...element.getClientRects()];
  const lines = rects.length > 1 ? rects.map(middle) : [];
  return [whole, ...lines].filter((point) => point !== undefined);
}

function middle(box: DOMRect): Point | undefined {
  const left = Math.max(0, box.left);
  const top = Math.max(0, box.top);
  const right = Math.min(innerWidth, box.right);
  const bottom = Math.min(innerHeight, box.bottom);
  return right - left > 0 && bottom - top > 0 ? { x: (left + right) / 2, y: (top + bottom) / 2 } : undefined;
}

/** Whether an animation runs on the element or around it; "pending" is one that has not moved anything yet. */
export function animationOf(element: Element): "none" | "pending" | "running" {
  const running = document.getAnimations().filter(({ playState, effect }) => {
    const target = effect instanceof KeyframeEffect ? effect.target : null;
    return playState === "running" && target !== null && holds(target, element);
  });
  return running.length === 0 ? "none" : running.some(({ pending }) => pending) ? "pending" : "running";
}

/** Whether `outer` is `inner` or around it, across shadow roots. */
export function holds(outer: Node, inner: Node | null): boolean {
  for (let node = inner; node !== null; node = node instanceof ShadowRoot ? node.host : node.parentNode) {
    if (node === outer) return true;
  }
  return false;
}
