/** `my.on*` and `my.off*`: listeners the program keeps, fed by what the page itself can observe, and by the phone. */

import { tell } from "./calls.ts";

type Emit = (result: unknown) => void;

/** How a first listener connects an event to the page. Events without a source come from the phone (tester.ts, `happens`). */
const SOURCES: Readonly<Record<string, (emit: Emit) => void>> = {
  AppShow: (emit) => onVisibility("visible", emit),
  AppHide: (emit) => onVisibility("hidden", emit),
  Error: (emit) => addEventListener("error", (event) => emit(event.message)),
  UnhandledRejection: (emit) => addEventListener("unhandledrejection", ({ reason, promise }) => emit({ reason, promise })),
};

function onVisibility(state: DocumentVisibilityState, emit: Emit): void {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === state) emit({});
  });
}

export class Events {
  readonly #listeners = new Map<string, Set<unknown>>();

  /** Adds a listener; anything but a function is ignored. */
  on(event: string, listener: unknown): void {
    if (typeof listener !== "function") return;
    let listeners = this.#listeners.get(event);
    if (listeners === undefined) {
      this.#listeners.set(event, (listeners = new Set()));
      SOURCES[event]?.((result) => this.emit(event, result));
    }
    listeners.add(listener);
  }

  /** Removes one listener, or all of the event when none is named. */
  off(event: string, listener: unknown): void {
    if (typeof listener === "function") this.#listeners.get(event)?.delete(listener);
    else this.#listeners.get(event)?.clear();
  }

  emit(event: string, result: unknown): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) tell(listener, result);
  }
}
