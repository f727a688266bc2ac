/** Toast and loading box: they say something and take no taps. */

import { closeNote, openNote, type Stage } from "./stage.ts";
import type { Draw } from "../sheet.ts";
import { make, plain } from "./dom.ts";
import type { Labels } from "./labels.ts";

/** How long a toast stays when the program does not say, in milliseconds (jsapi.md 1.6). */
const TOAST_MS = 2000;

export class Notes {
  readonly #stage: Stage;
  readonly #labels: Labels;
  #toast: HTMLElement | undefined;
  #loading: HTMLElement | undefined;
  /** Counts loading requests: a hide before the delay is over means that the box never shows. */
  #asked = 0;

  constructor(stage: Stage, labels: Labels) {
    this.#stage = stage;
    this.#labels = labels;
  }

  /** Everything that is shown now. */
  get shown(): readonly HTMLElement[] {
    return [this.#toast, this.#loading].filter((note): note is HTMLElement => note !== undefined);
  }

  draw(draw: Draw): void {
    switch (draw.kind) {
      case "toast":
        return this.#showToast(plain(draw.content), plain(draw.type), draw.duration ?? TOAST_MS);
      case "hideToast":
        return this.#hideToast(this.#toast);
      case "loading":
        return this.#later(draw.delay ?? 0, plain(draw.content));
      case "hideLoading":
        this.#asked += 1;
        this.#hideLoading();
    }
  }

  #showToast(content: string, type: string, duration: number): void {
    this.#hideToast(this.#toast);
    if (content === "" && type === "") return;
    const toast = make("div", "note toast", { role: "status", dir: "auto" }, make("span", "", {}, content));
    if (type !== "" && type !== "none") toast.dataset["type"] = type;
    this.#toast = openNote(this.#stage, toast);
    // The page's own timer, so that a scenario that moves the page's clock sees the toast go.
    setTimeout(() => this.#hideToast(toast), duration);
  }

  #hideToast(toast: HTMLElement | undefined): void {
    if (toast === undefined || toast !== this.#toast) return;
    closeNote(toast);
    this.#toast = undefined;
  }

  #later(delay: number, content: string): void {
    const asked = (this.#asked += 1);
    const show = (): void => {
      if (asked === this.#asked) this.#showLoading(content);
    };
    if (delay > 0) setTimeout(show, delay);
    else show();
  }

  #showLoading(content: string): void {
    this.#hideLoading();
    const box = make("div", "note loading", { role: "status", dir: "auto", "aria-busy": "true" });
    if (content === "") box.setAttribute("aria-label", this.#labels.loading);
    else box.append(make("span", "", {}, content));
    this.#loading = openNote(this.#stage, box);
  }

  #hideLoading(): void {
    if (this.#loading !== undefined) closeNote(this.#loading);
    this.#loading = undefined;
  }
}
