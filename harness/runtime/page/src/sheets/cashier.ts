/** The cashier of step 14: the wallet's own page over the whole screen, out of the program's reach. */

import type { CashierSheet } from "../sheet.ts";
import { make } from "./dom.ts";
import type { Built, Desk } from "./layer.ts";

export function cashier(sheet: CashierSheet, desk: Desk): Built {
  const label = desk.labels.cashier;
  const panel = make("iframe", "", { title: label, src: sheet.url });
  return { place: "full", panel, back: {}, scrim: false, label, role: "dialog" };
}
