/** `<picker-view>` with its columns: a tap on an item, or scrolling to it, chooses it. */

import { h, type VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { fire } from "../view/events.ts";
import { host, numberOf, stringOf, useControl, useElement, type BuiltinProps } from "./kit.ts";

/** Height of an item, in CSS pixels. */
const ROW = 34;

export function PickerView(props: BuiltinProps): VNode {
  const { plain } = props;
  const element = useElement();
  const given = (Array.isArray(plain["value"]) ? (plain["value"] as unknown[]) : []).map((each) => numberOf(each, 0));
  const [value, setValue] = useState<readonly number[]>(given);
  const before = useRef(JSON.stringify(given));
  if (before.current !== JSON.stringify(given)) {
    before.current = JSON.stringify(given);
    setValue(given);
  }
  const columns = (): HTMLElement[] => [...(element.current?.querySelectorAll<HTMLElement>("picker-view-column") ?? [])];
  useLayoutEffect(() => {
    columns().forEach((column, at) => {
      const chosen = value[at] ?? 0;
      column.scrollTop = chosen * ROW;
      [...column.children].forEach((item, index) => item.toggleAttribute("data-chosen", index === chosen));
    });
  });
  const choose = (column: HTMLElement, index: number): void => {
    const at = columns().indexOf(column);
    const next = columns().map((_, each) => (each === at ? index : (value[each] ?? 0)));
    if (at < 0 || next[at] === (value[at] ?? 0)) return;
    setValue(next);
    fire(element.current, "change", { value: next });
  };
  const onClick = (event: Event): void => {
    const column = (event.target as Element).closest<HTMLElement>("picker-view-column");
    const index = column === null ? -1 : [...column.children].findIndex((item) => item.contains(event.target as Node));
    if (column !== null && index >= 0) choose(column, index);
  };
  useLayoutEffect(() => {
    const ended = (event: Event): void => {
      const column = event.target as HTMLElement;
      if (column.localName === "picker-view-column") choose(column, Math.round(column.scrollTop / ROW));
    };
    element.current?.addEventListener("scrollend", ended, true);
    return () => element.current?.removeEventListener("scrollend", ended, true);
  });
  useControl(element, { name: () => stringOf(plain["name"]), value: () => value, reset: () => undefined, activate: () => undefined });
  return h("picker-view", host(props, { ref: element, class: "a-picker-view", onClick }), props.children);
}
