/** Waits for a fact on the screen: at once if it holds, else on every change of the document and every frame. */

import { native } from "../natives.ts";

const WATCHED: MutationObserverInit = { attributes: true, characterData: true, childList: true, subtree: true };
/** Frames stop where a page is not painted; then this often, in milliseconds. */
const WITHOUT_FRAMES_MS = 50;

/** How often a page has been painted since the wait began. */
export type Frame = number;

/**
 * Returns what `probe` returns as soon as it is not undefined, or undefined after `timeoutMs` of real time.
 *
 * `alsoWatch` gives a tree that the document's own observer does not see (the sheets). Rejects with what `probe` throws.
 */
export function until<Found>(
  probe: (frame: Frame) => Found | undefined,
  timeoutMs: number,
  alsoWatch: () => Node | undefined,
): Promise<Found | undefined> {
  return new native.Promise((resolve, reject) => {
    const deadline = native.now() + timeoutMs;
    let frame = 0;
    let nextFrame = 0;
    let nextTick: ReturnType<typeof setTimeout> | undefined;
    let watched: Node | undefined;
    const observer = new native.MutationObserver(() => look());

    const stop = (): void => {
      observer.disconnect();
      native.cancelAnimationFrame(nextFrame);
      native.clearTimeout(nextTick);
    };

    /** Returns true when the wait is over. */
    const look = (): boolean => {
      try {
        const found = probe(frame);
        if (found === undefined && native.now() < deadline) return false;
        stop();
        resolve(found);
      } catch (error) {
        stop();
        reject(error as Error);
      }
      return true;
    };

    const onFrame = (): void => {
      frame += 1;
      if (!look()) nextFrame = native.requestAnimationFrame(onFrame);
    };

    const watch = (): void => {
      const more = alsoWatch();
      if (more !== undefined && more !== watched) observer.observe((watched = more), WATCHED);
      nextTick = native.setTimeout(onTick, Math.max(0, Math.min(WITHOUT_FRAMES_MS, deadline - native.now())));
    };

    const onTick = (): void => {
      if (!look()) watch();
    };

    if (look()) return;
    observer.observe(document, WATCHED);
    nextFrame = native.requestAnimationFrame(onFrame);
    watch();
  });
}
