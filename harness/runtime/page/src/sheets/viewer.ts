/** What the phone shows beside the program: pictures, a place, a number to call. */

import type { ViewerSheet } from "../sheet.ts";
import { button, make, plain, words } from "./dom.ts";
import type { Built, Desk } from "./layer.ts";

export function viewer(sheet: ViewerSheet, desk: Desk): Built {
  const images = (sheet.images ?? []).map((source, index) => make("img", "", { src: plain(source), alt: "", "data-testid": `viewer-image-${index}` }));
  const close = button("close", "", "viewer-close", () => desk.answer({}));
  close.setAttribute("aria-label", desk.labels.close);
  const head = make("div", "head", {}, words("h2", "name", sheet.title) ?? make("span", "name"), close);
  const panel = make("div", images.length > 0 ? "viewer dark" : "viewer", {}, head, words("p", "", sheet.text), ...images);
  return { place: "full", panel, back: {}, scrim: false, label: plain(sheet.title), role: "dialog" };
}
