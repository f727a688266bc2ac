/** The wallet's sheets over a program: shows what the host asks for and brings back what the buyer chose. */

import { background } from "../background.ts";
import { languageOf, type Config } from "../config.ts";
import { onBuyer } from "../natives.ts";
import type { Choice, Draw, Sheet } from "../sheet.ts";
import { actions } from "./actions.ts";
import { cashier } from "./cashier.ts";
import { consent } from "./consent.ts";
import { alert, confirm, date, prompt } from "./dialogs.ts";
import { make } from "./dom.ts";
import { directionOf, labelsFor } from "./labels.ts";
import type { Built, Desk } from "./layer.ts";
import { Notes } from "./notes.ts";
import { openDialog, raiseStage, type Stage } from "./stage.ts";
import { viewer } from "./viewer.ts";

/** One sheet on the screen. */
export interface Layer {
  readonly kind: Sheet["kind"];
  readonly element: HTMLDialogElement;
  /** Leaves the sheet as the back key does; does nothing where only the sheet itself can end (the cashier). */
  readonly back: () => void;
}

export class Sheets {
  readonly #language: string;
  #layers: readonly Layer[] = [];
  #stage: Stage | undefined;
  #notes: Notes | undefined;

  constructor(config: Config) {
    this.#language = languageOf(config);
  }

  /** The stage, once a first sheet or note has been drawn. */
  get stage(): Stage | undefined {
    return this.#stage;
  }

  /** Open sheets, the topmost first. */
  get layers(): readonly Layer[] {
    return this.#layers;
  }

  /** Toast and loading box, as far as they are shown. */
  get notes(): readonly HTMLElement[] {
    return this.#notes?.shown ?? [];
  }

  /** Draws a toast or a loading box, or takes it away; or opens a viewer, which the buyer closes. */
  draw(draw: Draw): void {
    if (draw.kind === "viewer") {
      const closed = this.#ask(draw);
      if (draw.away === true) {
        background(true);
        void closed.then(() => background(false));
      }
      return;
    }
    this.#notes ??= new Notes(this.#raised(), labelsFor(this.#language));
    this.#notes.draw(draw);
  }

  /** Shows one sheet, has `choose` bring the choice to the host, and returns its answer. The sheet is gone by then. */
  async show<Answer>(sheet: Sheet, choose: (choice: Choice) => Promise<Answer>): Promise<Answer> {
    if (sheet.kind !== "cashier") return choose(await this.#ask(sheet));
    const layer = this.#open(sheet, build(sheet, this.#desk(sheet, () => undefined)), () => undefined);
    try {
      return await choose({ opened: true });
    } finally {
      this.#close(layer);
    }
  }

  #ask(sheet: Sheet): Promise<Choice> {
    return new Promise((resolve) => {
      const answer = (choice: Choice): void => {
        this.#close(layer);
        resolve(choice);
      };
      const built = build(sheet, this.#desk(sheet, answer));
      const layer = this.#open(sheet, built, () => answer(built.back));
    });
  }

  #desk(sheet: Sheet, answer: (choice: Choice) => void): Desk {
    const language = "language" in sheet ? sheet.language : undefined;
    return { labels: labelsFor(language ?? this.#language), answer };
  }

  #open(sheet: Sheet, built: Built, back: () => void): Layer {
    const direction = "dir" in sheet && sheet.dir !== undefined ? sheet.dir : directionOf(this.#language);
    const attributes = {
      dir: direction,
      role: built.role,
      "aria-label": built.label,
      "data-sheet": sheet.kind,
      // Escape and the scrim are handled here, not by the browser, which would close the dialog without an answer.
      closedby: "none",
      tabindex: "-1",
    };
    const element = make("dialog", built.place, attributes, built.panel);
    element.addEventListener("cancel", (event) => event.preventDefault());
    onBuyer(element, "keydown", (event) => {
      if (event.key === "Escape") back();
    });
    onBuyer(element, "click", (event) => {
      if (built.scrim && event.target === element) back();
    });
    const layer = { kind: sheet.kind, element, back };
    this.#layers = [layer, ...this.#layers];
    openDialog(this.#raised(), element);
    // Else the first button would have the focus, with a ring around it that no phone shows.
    (built.focus ?? element).focus();
    return layer;
  }

  #close(layer: Layer): void {
    this.#layers = this.#layers.filter((other) => other !== layer);
    // Closed first: it gives the focus back to the program.
    layer.element.close();
    layer.element.remove();
  }

  #raised(): Stage {
    return (this.#stage ??= raiseStage());
  }
}

function build(sheet: Sheet, desk: Desk): Built {
  switch (sheet.kind) {
    case "consent":
      return consent(sheet, desk);
    case "alert":
      return alert(sheet, desk);
    case "confirm":
      return confirm(sheet, desk);
    case "prompt":
      return prompt(sheet, desk);
    case "actionSheet":
      return actions(sheet, desk);
    case "date":
      return date(sheet, desk);
    case "viewer":
      return viewer(sheet, desk);
    case "cashier":
      return cashier(sheet, desk);
    default:
      throw new Error(`the wallet has no sheet called ${String((sheet as { kind: unknown }).kind)}`);
  }
}
