/** `<slider>` and `<progress>`. */

import { h, type VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { fire } from "../view/events.ts";
import { isTrue } from "../view/host.ts";
import { host, numberOf, stringOf, useControl, useElement, type BuiltinProps } from "./kit.ts";

export function Slider(props: BuiltinProps): VNode {
  const { plain } = props;
  const element = useElement();
  const [low, high, step] = [numberOf(plain["min"], 0), numberOf(plain["max"], 100), numberOf(plain["step"], 1)];
  const given = numberOf(plain["value"], low);
  const [value, setValue] = useState(given);
  const before = useRef(given);
  const dragging = useRef(false);
  if (before.current !== given) {
    before.current = given;
    if (value !== given) setValue(given);
  }
  const at = (event: PointerEvent): number => {
    const track = element.current?.firstElementChild;
    const box = track?.getBoundingClientRect();
    if (track == null || box === undefined || box.width === 0) return value;
    const from = getComputedStyle(track).direction === "rtl" ? box.right - event.clientX : event.clientX - box.left;
    const part = Math.min(1, Math.max(0, from / box.width));
    return Math.min(high, low + Math.round((part * (high - low)) / step) * step);
  };
  const enabled = !isTrue(plain["disabled"]);
  const move = (event: PointerEvent, type: "changing" | "change"): void => {
    if (!enabled || !dragging.current) return;
    const next = at(event);
    setValue(next);
    fire(element.current, type, { value: next });
  };
  useControl(element, { name: () => stringOf(plain["name"]), value: () => value, reset: () => setValue(low), activate: () => undefined });
  const part = high > low ? ((value - low) / (high - low)) * 100 : 0;
  const more = {
    ref: element,
    class: "a-slider",
    role: "slider",
    "aria-valuemin": String(low),
    "aria-valuemax": String(high),
    "aria-valuenow": String(value),
    onPointerDown: (event: PointerEvent) => {
      dragging.current = true;
      element.current?.setPointerCapture(event.pointerId);
      move(event, "changing");
    },
    onPointerMove: (event: PointerEvent) => move(event, "changing"),
    onPointerUp: (event: PointerEvent) => {
      move(event, "change");
      dragging.current = false;
    },
  };
  return h("slider", host(props, more), h("i", { class: "a-slider-track" }, h("i", { class: "a-slider-fill", style: `width:${part}%;background:${stringOf(plain["activeColor"])}` }), h("i", { class: "a-slider-knob", style: `inset-inline-start:${part}%` })), isTrue(plain["showValue"]) ? h("span", { class: "a-slider-value" }, String(value)) : null);
}

export function Progress(props: BuiltinProps): VNode {
  const { plain } = props;
  const percent = Math.min(100, Math.max(0, numberOf(plain["percent"], 0)));
  const color = stringOf(plain["activeColor"]);
  const style = `--a-height:${numberOf(plain["strokeWidth"], 6)}px;${color === "" ? "" : `--a-color:${color}`}`;
  const info = isTrue(plain["showInfo"]) ? { "data-info": `${percent}%` } : {};
  return h("progress", host(props, { class: "a-progress", value: percent, max: 100, style, ...info }));
}
