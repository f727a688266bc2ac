/** The event channel between a page and the page it opened (`navigateTo({events})`, `getOpenerEventChannel`). */

import type { Reporter } from "../logic/reporter.ts";

type Listener = (...given: unknown[]) => unknown;

export interface Channel {
  emit(name: string, ...given: unknown[]): void;
  on(name: string, listener: Listener): void;
  once(name: string, listener: Listener): void;
  off(name: string, listener?: Listener): void;
}

/** Makes the two ends: what one emits, the other hears. */
export function makeChannel(reporter: Reporter, events: unknown): { opener: Channel; opened: Channel } {
  const toOpener = new Map<string, Set<Listener>>();
  const toOpened = new Map<string, Set<Listener>>();
  const end = (out: typeof toOpener, own: typeof toOpener): Channel => ({
    emit: (name, ...given) => {
      for (const listener of [...(out.get(name) ?? [])]) reporter.run(() => listener(...given));
    },
    on: (name, listener) => void own.set(name, (own.get(name) ?? new Set()).add(listener)),
    once(name, listener) {
      const once: Listener = (...given) => {
        this.off(name, once);
        return listener(...given);
      };
      this.on(name, once);
    },
    off: (name, listener) => void (listener === undefined ? own.delete(name) : own.get(name)?.delete(listener)),
  });
  const opener = end(toOpened, toOpener);
  for (const [name, listener] of Object.entries((events ?? {}) as Record<string, unknown>)) {
    if (typeof listener === "function") opener.on(name, listener as Listener);
  }
  return { opener, opened: end(toOpener, toOpened) };
}
