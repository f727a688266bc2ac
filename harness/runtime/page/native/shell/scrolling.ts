/** What a page hears of being scrolled: onPageScroll, onReachBottom. */

import type { PageInstance } from "../logic/page.ts";
import type { Frame } from "./frame.ts";

export function watchScrolling(page: PageInstance, frame: Frame): void {
  const { scroller, window } = frame;
  let atBottom = false;
  scroller.addEventListener(
    "scroll",
    () => {
      const { scrollTop, scrollHeight, clientHeight } = scroller;
      page.live("onPageScroll", { scrollTop, scrollHeight });
      const bottom = scrollTop + clientHeight >= scrollHeight - window.reachBottom;
      if (bottom && !atBottom) page.live("onReachBottom");
      atBottom = bottom;
    },
    { passive: true },
  );
}
