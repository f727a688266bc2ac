/** `my.showActionSheet`: a list of things to choose from at the bottom edge. */

import type { ActionSheet } from "../sheet.ts";
import { button, make, plain, words } from "./dom.ts";
import type { Built, Desk } from "./layer.ts";

export function actions(sheet: ActionSheet, desk: Desk): Built {
  const items = sheet.items.map((item, index) =>
    button(index === sheet.destructiveBtnIndex ? "danger" : "", plain(item), `action-${index}`, () => desk.answer({ index })),
  );
  const cancelled = { index: -1 };
  const panel = make(
    "div",
    "sheet actions",
    {},
    make("div", "list", {}, words("p", "", sheet.title), ...items),
    button("last", plain(sheet.cancelButtonText) || desk.labels.cancel, "action-cancel", () => desk.answer(cancelled)),
  );
  return { place: "bottom", panel, back: cancelled, scrim: true, label: plain(sheet.title), role: "dialog" };
}
