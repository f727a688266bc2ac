/** `my.on*` and `my.off*`: listeners the program keeps, fed by what the page itself can observe, and by the phone. */

import { tell } from "./calls.ts";
import { success, type Outcome } from "./config.ts";
import type { LocalApi } from "./local/index.ts";
import { native } from "./natives.ts";

type Emit = (...told: readonly unknown[]) => void;

/** How a first listener connects an event to the page. Events without a source come from the phone (tester.ts, `happens`). */
const SOURCES: Readonly<Record<string, (emit: Emit) => void>> = {
  AppShow: (emit) => onVisibility("visible", emit),
  AppHide: (emit) => onVisibility("hidden", emit),
  Error: (emit) => addEventListener("error", ({ message, error }) => emit(message, error instanceof Error ? (error.stack ?? "") : "")),
  UnhandledRejection: (emit) => addEventListener("unhandledrejection", ({ reason, promise }) => emit({ reason, promise })),
};

/** Sensors: a first listener is told at once how the phone is held, which the phone knows. */
const SENSORS: ReadonlySet<string> = new Set(["AccelerometerChange", "CompassChange", "GyroscopeChange", "DeviceMotionChange"]);

function onVisibility(state: DocumentVisibilityState, emit: Emit): void {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === state) emit({});
  });
}

export class Events {
  readonly #listeners = new Map<string, Set<unknown>>();
  readonly #stopped = new Set<string>();
  readonly #ask: (api: string) => Promise<Outcome>;
  /** What a native program's runtime tells by itself: the page's own events would tell it twice. */
  readonly #fed = new Set<string>();

  /** `ask` asks the phone for the present reading of a sensor. */
  constructor(ask: (api: string) => Promise<Outcome> = () => native.Promise.resolve(success({}))) {
    this.#ask = ask;
  }

  /** Leaves these events to whoever calls `emit`. */
  feed(events: readonly string[]): void {
    for (const event of events) this.#fed.add(event);
  }

  /** Adds a listener; anything but a function is ignored. */
  on(event: string, listener: unknown): void {
    if (typeof listener !== "function") return;
    let listeners = this.#listeners.get(event);
    if (listeners === undefined) {
      this.#listeners.set(event, (listeners = new Set()));
      if (!this.#fed.has(event)) SOURCES[event]?.((...told) => this.emit(event, ...told));
    }
    listeners.add(listener);
    if (SENSORS.has(event) && listeners.size === 1) void this.#ask(`on${event}`).then(({ ok, result }) => ok && this.emit(event, result));
  }

  /** Removes one listener, or all of the event when none is named. */
  off(event: string, listener: unknown): void {
    if (typeof listener === "function") this.#listeners.get(event)?.delete(listener);
    else this.#listeners.get(event)?.clear();
  }

  emit(event: string, ...told: readonly unknown[]): void {
    if (this.#stopped.has(event)) return;
    for (const listener of [...(this.#listeners.get(event) ?? [])]) tell(listener, ...told);
  }

  /** Waits for the next time that an event happens. */
  next(event: string): Promise<unknown> {
    return new native.Promise((resolve) => {
      const once = (told: unknown): void => {
        this.off(event, once);
        resolve(told);
      };
      this.on(event, once);
    });
  }

  /** The APIs that start and stop a sensor, and `my.watchShake`, which is answered by the next shake. */
  apis(): Record<string, LocalApi> {
    const switches = ["Accelerometer", "Compass", "Gyroscope"].flatMap((sensor): [string, LocalApi][] => [
      [`start${sensor}`, () => (this.#stopped.delete(`${sensor}Change`), success())],
      [`stop${sensor}`, () => (this.#stopped.add(`${sensor}Change`), success())],
    ]);
    return { ...Object.fromEntries(switches), watchShake: () => this.next("Shake").then(() => success()) };
  }
}
