/** `<checkbox>`, `<radio>`, `<switch>` and the groups around the first two. */

import { h, type VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { fire } from "../view/events.ts";
import { isTrue } from "../view/host.ts";
import { controlOf, host, stringOf, useControl, useElement, type BuiltinProps } from "./kit.ts";

const GROUPS: Readonly<Record<string, string>> = { checkbox: "checkbox-group", radio: "radio-group" };

/** A state that follows the program's value whenever that changes. */
function useFollowing(given: boolean, always: boolean): [boolean, (on: boolean) => void] {
  const [state, setState] = useState(given);
  const before = useRef(given);
  if (before.current !== given) {
    before.current = given;
    setState(given);
    return [given, setState];
  }
  return [always ? given : state, setState];
}

export function Toggle(props: BuiltinProps): VNode {
  const { plain, tag } = props;
  const element = useElement();
  const disabled = isTrue(plain["disabled"]);
  const controlled = isTrue(plain["controlled"]);
  const [on, setOn] = useFollowing(isTrue(plain["checked"]), controlled);
  const group = (): HTMLElement | null => (GROUPS[tag] === undefined ? null : (element.current?.closest<HTMLElement>(GROUPS[tag]) ?? null));

  const tap = (): void => {
    if (disabled || (tag === "radio" && on)) return;
    const around = group();
    if (tag === "radio") for (const other of around?.querySelectorAll("radio") ?? []) if (other !== element.current) controlOf(other)?.set?.(false);
    if (!controlled) setOn(!on);
    fire(element.current, "change", { value: tag === "switch" ? !on : tag === "radio" ? stringOf(plain["value"]) : !on });
    if (around !== null) fire(around, "change", { value: valueOf(around, element.current, !on) });
  };
  useControl(element, {
    name: () => stringOf(plain["name"]),
    value: () => on,
    reset: () => setOn(false),
    activate: tap,
    set: setOn,
    grouped: () => group() !== null,
  });
  const color = stringOf(plain["color"]);
  return h(
    tag,
    host(props, {
      ref: element,
      class: `a-${tag}`,
      role: tag,
      "aria-checked": String(on),
      "aria-disabled": disabled ? "true" : undefined,
      "data-value": tag === "switch" ? undefined : stringOf(plain["value"]),
      style: color === "" ? undefined : `--a-color:${color}`,
      onClick: (event: Event) => {
        handled.add(event);
        tap();
      },
    }),
    h("i", { "aria-hidden": "true" }),
  );
}

/** The tap on a control goes on to the program, but its label must not take it for one of its own. */
const handled = new WeakSet<Event>();

/** What a group's value is; `changed` has not been drawn yet. */
function valueOf(group: HTMLElement, changed: HTMLElement | null, on: boolean): unknown {
  const members = [...group.querySelectorAll<HTMLElement>(group.localName === "radio-group" ? "radio" : "checkbox")];
  const chosen = members.filter((member) => (member === changed ? on : member.getAttribute("aria-checked") === "true"));
  const values = chosen.map((member) => member.dataset["value"] ?? "");
  return group.localName === "radio-group" ? (changed?.dataset["value"] ?? values[0] ?? "") : values;
}

export function Group(props: BuiltinProps): VNode {
  const { plain, tag } = props;
  const element = useElement();
  useControl(element, {
    name: () => stringOf(plain["name"]),
    value: () => {
      const group = element.current;
      if (group === null) return tag === "radio-group" ? "" : [];
      const values = [...group.querySelectorAll<HTMLElement>("[aria-checked=true]")].map((member) => member.dataset["value"] ?? "");
      return tag === "radio-group" ? (values[0] ?? "") : values;
    },
    reset: () => {
      for (const member of element.current?.querySelectorAll("checkbox, radio") ?? []) controlOf(member)?.set?.(false);
    },
    activate: () => undefined,
  });
  return h(tag, host(props, { ref: element, role: tag === "radio-group" ? "radiogroup" : "group" }), props.children);
}

/** `<label>`: a tap on it is a tap on its control: the one `for` names, else the first inside. */
export function Label(props: BuiltinProps): VNode {
  const element = useElement();
  const onClick = (event: Event): void => {
    if (handled.has(event) || (event.target as Element).closest("button, input, textarea") !== null) return;
    const name = stringOf(props.plain["for"] ?? props.plain["htmlFor"]);
    const named = name === "" ? null : document.getElementById(name);
    const inside = [...(element.current?.querySelectorAll("*") ?? [])].map(controlOf).find((control) => control !== undefined);
    (name === "" ? inside : controlOf(named))?.activate();
  };
  return h("label", host(props, { ref: element, onClick }), props.children);
}
