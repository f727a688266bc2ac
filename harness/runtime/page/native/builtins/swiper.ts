/** `<swiper>`: one item at a time, moved by finger, by the program or by time. */

import { h, type VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { fire } from "../view/events.ts";
import { isTrue } from "../view/host.ts";
import { host, numberOf, stringOf, useElement, type BuiltinProps } from "./kit.ts";

/** A finger that moves this far turns the page, in CSS pixels. */
const FAR = 30;

export function Swiper(props: BuiltinProps): VNode {
  const { plain } = props;
  const element = useElement();
  const [count, setCount] = useState(0);
  const given = numberOf(plain["current"], 0);
  const [current, setCurrent] = useState(given);
  const before = useRef(given);
  const start = useRef<readonly [number, number] | undefined>(undefined);
  if (before.current !== given) {
    before.current = given;
    if (current !== given) setCurrent(given);
  }
  const vertical = isTrue(plain["vertical"]);
  const circular = isTrue(plain["circular"]);
  const track = (): HTMLElement | null => element.current?.querySelector<HTMLElement>(":scope > .a-swiper-track") ?? null;
  useLayoutEffect(() => {
    const items = [...(track()?.children ?? [])].filter((child) => child.localName === "swiper-item");
    if (items.length !== count) setCount(items.length);
  });
  const go = (to: number, source: "touch" | "autoplay"): void => {
    const next = circular ? (to + count) % Math.max(1, count) : Math.min(count - 1, Math.max(0, to));
    if (next === current || count === 0) return;
    setCurrent(next);
    const detail = { current: next, source, isChanging: false, currentItemId: "" };
    fire(element.current, "change", detail);
    fire(element.current, "animationEnd", detail);
  };
  const autoplay = isTrue(plain["autoplay"]);
  const interval = numberOf(plain["interval"], 5000);
  useLayoutEffect(() => {
    if (!autoplay || count < 2) return undefined;
    const timer = setTimeout(() => go(current + 1 >= count ? 0 : current + 1, "autoplay"), interval);
    return () => clearTimeout(timer);
  }, [autoplay, interval, count, current]);
  const more = {
    ref: element,
    class: `a-swiper${vertical ? " a-swiper-vertical" : ""}`,
    onPointerDown: ({ clientX, clientY }: PointerEvent) => (start.current = [clientX, clientY]),
    onPointerUp: ({ clientX, clientY }: PointerEvent) => {
      const [x = clientX, y = clientY] = start.current ?? [];
      start.current = undefined;
      const forward = getComputedStyle(element.current as Element).direction === "rtl" && !vertical ? clientX - x : x - clientX;
      const moved = vertical ? y - clientY : forward;
      if (Math.abs(moved) > FAR && !isTrue(plain["disableTouch"])) go(current + Math.sign(moved), "touch");
    },
  };
  const dots = isTrue(plain["indicatorDots"]) && count > 0;
  return h(
    "swiper",
    host(props, more),
    h("div", { class: "a-swiper-track", style: `--a-current:${current}` }, props.children),
    dots ? h("div", { class: "a-swiper-dots", "aria-hidden": "true" }, Array.from({ length: count }, (_, index) => h("i", { style: index === current ? `background:${stringOf(plain["indicatorActiveColor"], "#1677ff")}` : `background:${stringOf(plain["indicatorColor"])}` }))) : null,
  );
}
