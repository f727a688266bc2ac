/** Pulling a page down to refresh it: by the finger where the page allows it, or by `my.startPullDownRefresh`. */

import type { PageInstance } from "../logic/page.ts";
import type { Frame } from "./frame.ts";

/** A finger must pull so far, in CSS pixels. */
const FAR = 60;

/** Shows the sign at the top and tells the page; the page ends it with `my.stopPullDownRefresh`. */
export function beginRefresh({ page, frame }: { readonly page: PageInstance; readonly frame: Frame }, from: "code" | "manual"): void {
  frame.refreshing(true);
  page.live("onPullDownRefresh", { from });
}

export function watchPulling(page: PageInstance, frame: Frame): void {
  const { scroller, window } = frame;
  let from: number | undefined;
  const begin = (y: number): void => {
    from = window.pullRefresh && scroller.scrollTop === 0 ? y : undefined;
  };
  const end = (y: number): void => {
    const pulled = from === undefined ? 0 : y - from;
    from = undefined;
    if (pulled > FAR && scroller.scrollTop === 0) beginRefresh({ page, frame }, "manual");
  };
  scroller.addEventListener("pointerdown", ({ pointerType, clientY }) => pointerType === "mouse" && begin(clientY));
  scroller.addEventListener("pointerup", ({ pointerType, clientY }) => pointerType === "mouse" && end(clientY));
  scroller.addEventListener("touchstart", ({ changedTouches: [touch] }) => touch !== undefined && begin(touch.clientY), { passive: true });
  scroller.addEventListener("touchend", ({ changedTouches: [touch] }) => touch !== undefined && end(touch.clientY), { passive: true });
}
