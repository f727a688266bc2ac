/** The consent sheet of step 1: who asks, for what, and the buyer's answer. */

import type { ConsentSheet } from "../sheet.ts";
import { button, make, plain, words } from "./dom.ts";
import type { Built, Desk } from "./layer.ts";

export function consent(sheet: ConsentSheet, desk: Desk): Built {
  const program = plain(sheet.program);
  const close = button("close", "", "consent-close", () => desk.answer({ closed: true }));
  close.setAttribute("aria-label", desk.labels.close);
  const initial = make("span", "mark", { "aria-hidden": "true" });
  // Generated content, so that the initial is not part of what the screen says.
  initial.style.setProperty("--initial", `"${[...program][0]?.replace(/["\\]/, "") ?? ""}"`);

  const scopes = sheet.scopes.map(({ scope, label }) =>
    make("li", "", { "data-scope": plain(scope) }, words("span", "", plain(label) || plain(scope))),
  );
  const panel = make(
    "div",
    "sheet",
    {},
    make("div", "head", {}, initial, words("span", "name", program), close),
    make(
      "div",
      "body",
      {},
      words("h2", "", sheet.title),
      words("p", "", sheet.text),
      scopes.length === 0 ? null : make("ul", "", {}, ...scopes),
    ),
    make(
      "div",
      "choices",
      {},
      button("", plain(sheet.deny) || desk.labels.cancel, "consent-deny", () => desk.answer({ allowed: false })),
      button("main", plain(sheet.allow) || desk.labels.ok, "consent-allow", () => desk.answer({ allowed: true })),
    ),
  );
  return { place: "bottom", panel, back: { closed: true }, scrim: true, label: plain(sheet.title), role: "dialog" };
}
