/** The test engine: one `evaluate` a step finds what the step names and says where to tap it, or why that is not possible. */

import type { Sheets } from "../sheets/index.ts";
import { native } from "../natives.ts";
import { isVisible, type Point } from "./box.ts";
import { find } from "./find.ts";
import { nameOf, readTarget, type Target } from "./target.ts";
import { normal, saidBy, shorten } from "./text.ts";
import { Judge } from "./usable.ts";
import { until, type Frame } from "./wait.ts";

/** How much of the screen an error message quotes, in characters. */
const QUOTED = 300;
/**
 * How long a tap waits for a page that is still being read, in milliseconds. A button stands there before the script below
 * it listens, and nobody is quicker than that; a page that hangs can be tapped all the same, as on a phone.
 */
const READING_MS = 2000;

export interface Engine {
  /**
   * Where to tap the target, in CSS pixels of this frame's viewport. Rejects with an Error after `timeoutMs`, which says
   * that `saidMs` were waited: the whole of a wait of which this is the last part.
   */
  locate(target: unknown, timeoutMs: number, saidMs?: number): Promise<Point>;
  /** The visible text of the target (the value of a field). Rejects as `locate` does. */
  see(target: unknown, timeoutMs: number, saidMs?: number): Promise<string>;
  /** The visible text of what is on the screen now, sheets first. */
  text(): string;
  /** The kind of the topmost sheet, or "". */
  sheet(): string;
  /** Presses the back key on the topmost sheet; returns the kind of sheet it was, or "" when there is none. */
  back(): string;
}

type Attempt<Found> = (element: Element, frame: Frame) => { readonly found: Found } | { readonly reason: string };

/** `isRead` says whether the document has been read and its deferred scripts have run. */
export function makeEngine(sheets: Sheets, isRead: () => boolean): Engine {
  /** The roots to look into, the topmost first. The cashier fills the screen: what is under it is not on it. */
  const roots = (): (Element | Document)[] => {
    const seen: (Element | Document)[] = [...sheets.notes];
    for (const { kind, element } of sheets.layers) {
      if (kind === "cashier") return seen;
      seen.push(element);
    }
    return [...seen, document];
  };

  const search = async <Found>(given: unknown, timeoutMs: number, saidMs: number, attempt: Attempt<Found>): Promise<Found> => {
    const target = readTarget(given);
    let reason = "";
    const probe = (frame: Frame): { readonly found: Found } | undefined => {
      reason = "";
      for (const root of roots()) {
        for (const element of find(root, target)) {
          const result = attempt(element, frame);
          if ("found" in result) return result;
          reason ||= result.reason;
        }
      }
      return undefined;
    };
    const result = await until(probe, timeoutMs, () => sheets.stage?.root);
    if (result === undefined) throw complaint(target, reason, saidMs, screenText(sheets, roots()));
    return result.found;
  };

  return {
    async locate(target, timeoutMs, saidMs = timeoutMs) {
      const judge = new Judge(sheets);
      const patient = native.now() + READING_MS;
      return search(target, timeoutMs, saidMs, (element, frame) => {
        if (!isRead() && native.now() < patient) return { reason: "is there, but its page is still being read" };
        const verdict = judge.judge(element, frame);
        return "reason" in verdict ? verdict : { found: verdict };
      });
    },
    async see(target, timeoutMs, saidMs = timeoutMs) {
      return search(target, timeoutMs, saidMs, (element) =>
        isVisible(element) ? { found: saidBy(element) } : { reason: "is there but hidden" },
      );
    },
    text: () => screenText(sheets, roots()),
    sheet: () => sheets.layers[0]?.kind ?? "",
    back() {
      const top = sheets.layers[0];
      top?.back();
      return top?.kind ?? "";
    },
  };
}

function screenText(sheets: Sheets, roots: readonly (Element | Document)[]): string {
  const said = roots.map((root) => {
    const element = root instanceof Document ? (root.body as HTMLElement | null) : root;
    return element === null ? "" : normal((element as HTMLElement).innerText);
  });
  if (sheets.layers.some(({ kind }) => kind === "cashier")) said.push("[the wallet's cashier]");
  return said.filter((text) => text !== "").join(" | ");
}

function complaint(target: Target, reason: string, timeoutMs: number, screen: string): Error {
  const what = nameOf(target);
  const fact = reason === "" ? `${what} is not on the screen` : `${what} ${reason}`;
  const shown = screen === "" ? "the screen is empty" : `the screen shows: ${shorten(screen, QUOTED)}`;
  const error = new Error(`${fact} (waited ${timeoutMs} ms); ${shown}`);
  // Only the sentence: where in the engine it was written helps nobody who reads it.
  error.stack = error.message;
  return error;
}
