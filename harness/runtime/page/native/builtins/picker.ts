/** `<picker>`: a list from below, of which one is chosen. */

import { h, render, type VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Data } from "../logic/data.ts";
import { fire } from "../view/events.ts";
import { isTrue } from "../view/host.ts";
import { host, numberOf, stringOf, useControl, useElement, type BuiltinProps } from "./kit.ts";

interface ListProps {
  readonly title: string;
  readonly items: readonly string[];
  readonly chosen: number;
  readonly done: (index: number | undefined) => void;
}

function List({ title, items, chosen, done }: ListProps): VNode {
  const [index, setIndex] = useState(chosen);
  const option = (item: string, at: number): VNode =>
    h("div", { class: "a-picker-item", role: "option", "aria-selected": String(at === index), onClick: () => setIndex(at) }, item) as VNode;
  return h("div", { class: "a-picker-sheet", role: "dialog", "aria-label": title }, [
    h("div", { class: "a-picker-bar" }, [
      h("a-action", { role: "button", tabindex: 0, "data-testid": "picker-cancel", onClick: () => done(undefined) }, "Cancel"),
      h("span", {}, title),
      h("a-action", { role: "button", tabindex: 0, "data-testid": "picker-done", onClick: () => done(index) }, "Done"),
    ]),
    h("div", { class: "a-picker-list", role: "listbox" }, items.map(option)),
  ]) as VNode;
}

export function Picker(props: BuiltinProps): VNode {
  const { plain } = props;
  const element = useElement();
  const sheet = useRef<HTMLElement | undefined>(undefined);
  const range = Array.isArray(plain["range"]) ? (plain["range"] as unknown[]) : [];
  const key = stringOf(plain["rangeKey"]);
  const items = range.map((item) => stringOf(typeof item === "object" && item !== null ? (item as Data)[key] : item));
  const value = numberOf(plain["value"], 0);

  const close = (): void => {
    if (sheet.current === undefined) return;
    render(null, sheet.current);
    sheet.current.remove();
    sheet.current = undefined;
  };
  const open = (): void => {
    const app = element.current?.closest(".a-app");
    if (isTrue(plain["disabled"]) || sheet.current !== undefined || app == null) return;
    const layer = document.createElement("div");
    layer.className = "a-picker-layer";
    app.append(layer);
    sheet.current = layer;
    const done = (index: number | undefined): void => {
      close();
      if (index === undefined) fire(element.current, "cancel", {});
      else fire(element.current, "change", { value: index });
    };
    render(h(List, { title: stringOf(plain["title"]), items, chosen: value, done }), layer);
  };
  useLayoutEffect(() => close, []);
  useControl(element, { name: () => stringOf(plain["name"]), value: () => value, reset: () => undefined, activate: open });
  return h("picker", host(props, { ref: element, class: "a-block", role: "combobox", "aria-expanded": "false", onClick: open }), props.children);
}
