/** `<movable-view>` inside a `<movable-area>`. */

import { h, type VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { fire } from "../view/events.ts";
import { isTrue } from "../view/host.ts";
import { host, numberOf, stringOf, useElement, type BuiltinProps } from "./kit.ts";

export function MovableView(props: BuiltinProps): VNode {
  const { plain } = props;
  const element = useElement();
  const given = [numberOf(plain["x"], 0), numberOf(plain["y"], 0)] as const;
  const [place, setPlace] = useState<readonly [number, number]>(given);
  const held = useRef<readonly [number, number] | undefined>(undefined);
  useLayoutEffect(() => setPlace(given), given);
  const direction = stringOf(plain["direction"], "none");
  const more = {
    ref: element,
    class: "a-movable",
    style: `transform:translate(${place[0]}px,${place[1]}px)`,
    onPointerDown: ({ clientX, clientY, pointerId }: PointerEvent) => {
      if (isTrue(plain["disabled"])) return;
      held.current = [clientX - place[0], clientY - place[1]];
      element.current?.setPointerCapture(pointerId);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const box = element.current;
      const area = box?.closest("movable-area");
      if (held.current === undefined || box == null || area == null) return;
      const limit = (value: number, most: number): number => (isTrue(plain["outOfBounds"]) ? value : Math.min(Math.max(0, value), Math.max(0, most)));
      const x = /all|horizontal/.test(direction) ? limit(clientX - held.current[0], area.clientWidth - box.offsetWidth) : place[0];
      const y = /all|vertical/.test(direction) ? limit(clientY - held.current[1], area.clientHeight - box.offsetHeight) : place[1];
      setPlace([x, y]);
      fire(box, "change", { x, y, source: "touch" });
    },
    onPointerUp: () => {
      if (held.current !== undefined) fire(element.current, "changeEnd", { x: place[0], y: place[1] });
      held.current = undefined;
    },
  };
  return h("movable-view", host(props, more), props.children);
}
