/** The stack of pages as a list of addresses, first page first. Pure. */

/** Returns the stack as it stands at `here`: the buyer may have gone back by hand, or the page changed its address. */
export function pagesNow(kept: readonly string[], here: string): readonly string[] {
  const at = kept.lastIndexOf(here);
  if (at >= 0) return kept.slice(0, at + 1);
  return [...kept.slice(0, -1), here];
}

export function afterRedirect(pages: readonly string[], url: string): readonly string[] {
  return [...pages.slice(0, -1), url];
}

/** Going back further than the depth leads to the first page (jsapi.md 1.6). */
export function afterBack(pages: readonly string[], delta: number): readonly string[] {
  const steps = Math.max(0, Math.floor(delta));
  return pages.slice(0, Math.max(1, pages.length - steps));
}
