/** What a sheet family builds; the stage puts it on the screen. */

import type { Choice } from "../sheet.ts";
import type { Labels } from "./labels.ts";

/** Where a sheet sits: at the bottom edge, in the middle, or over the whole screen. */
export type Place = "bottom" | "middle" | "full";

export interface Built {
  readonly place: Place;
  readonly panel: HTMLElement;
  /** What leaving by the back key, or by the scrim where `scrim` is set, means. */
  readonly back: Choice;
  readonly scrim: boolean;
  readonly label: string;
  readonly role: "dialog" | "alertdialog";
  readonly focus?: HTMLElement;
}

/** What a family may use: the wallet's words and the way to answer. */
export interface Desk {
  readonly labels: Labels;
  answer(choice: Choice): void;
}
