/** Turns what the browser reports into the events of Mini Programs: touches, tap, longTap. */

import { dispatch, type Touch } from "./events.ts";
import { infoOf } from "./host.ts";

/** A touch that stays this long is a longTap (language.md: > 500 ms). */
const LONG_MS = 500;
/** And may move this far, in CSS pixels. */
const STILL = 10;

interface Press {
  readonly target: EventTarget | null;
  readonly x: number;
  readonly y: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Listens on the element that holds all pages. */
export function listenTo(root: HTMLElement): void {
  let press: Press | undefined;
  let long = false;

  const begin = (target: EventTarget | null, touch: Touch): void => {
    long = false;
    clearTimeout(press?.timer);
    const timer = setTimeout(() => {
      long = true;
      dispatch("longTap", target, { touches: [touch], changedTouches: [touch] });
    }, LONG_MS);
    press = { target, x: touch.clientX, y: touch.clientY, timer };
    hover(target, true);
  };
  const move = (touch: Touch): void => {
    if (press !== undefined && Math.hypot(touch.clientX - press.x, touch.clientY - press.y) > STILL) clearTimeout(press.timer);
  };
  const end = (): void => {
    clearTimeout(press?.timer);
    hover(press?.target ?? null, false);
    press = undefined;
  };

  for (const [name, type] of [["touchstart", "touchStart"], ["touchmove", "touchMove"], ["touchend", "touchEnd"], ["touchcancel", "touchCancel"]] as const) {
    root.addEventListener(
      name,
      (event) => {
        const [touches, changed] = [listOf(event.touches), listOf(event.changedTouches)];
        const [first] = changed;
        if (type === "touchStart" && first !== undefined) begin(event.target, first);
        if (type === "touchMove" && first !== undefined) move(first);
        if (type === "touchEnd" || type === "touchCancel") end();
        dispatch(type, event.target, { touches, changedTouches: changed });
      },
      { passive: true },
    );
  }
  // A mouse is a finger too: the phone taps with one, because that is trusted and fast.
  let down: EventTarget | null = null;
  const mouse = (name: "pointerdown" | "pointermove" | "pointerup" | "pointercancel", act: (event: PointerEvent, touch: Touch) => void): void =>
    root.addEventListener(name, (event) => {
      if (event.pointerType === "mouse") act(event, touchOf(event, 0));
    });
  mouse("pointerdown", (event, touch) => {
    down = event.target;
    begin(down, touch);
    dispatch("touchStart", down, { touches: [touch], changedTouches: [touch] });
  });
  mouse("pointermove", (_event, touch) => {
    if (down === null) return;
    move(touch);
    dispatch("touchMove", down, { touches: [touch], changedTouches: [touch] });
  });
  for (const name of ["pointerup", "pointercancel"] as const) {
    mouse(name, (_event, touch) => {
      if (down === null) return;
      end();
      dispatch(name === "pointerup" ? "touchEnd" : "touchCancel", down, { touches: [], changedTouches: [touch] });
      down = null;
    });
  }
  root.addEventListener("click", (event) => {
    if (long) {
      long = false;
      return;
    }
    const { clientX, clientY, pageX, pageY } = event;
    const touch = touchOf(event, 0);
    dispatch("tap", event.target, { detail: { clientX, clientY, pageX, pageY, x: pageX, y: pageY }, changedTouches: [touch] });
  });
}

const touchOf = ({ clientX, clientY, pageX, pageY }: Omit<Touch, "identifier">, identifier: number): Touch => ({ identifier, clientX, clientY, pageX, pageY });

const listOf = (touches: TouchList): Touch[] => [...touches].map((touch) => touchOf(touch, touch.identifier));

/** Puts the hover classes on what is pressed, or takes them away. */
function hover(target: EventTarget | null, pressed: boolean): void {
  for (let node = target as Node | null; node !== null; node = node.parentNode) {
    const name = infoOf(node)?.plain["hoverClass"];
    if (typeof name === "string" && name !== "" && name !== "none") for (const each of name.split(/\s+/)) (node as HTMLElement).classList.toggle(each, pressed);
  }
}
