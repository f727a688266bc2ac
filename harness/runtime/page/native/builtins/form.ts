/** `<form>`: gathers the values of the controls in it. */

import { h, type VNode } from "preact";
import { fire } from "../view/events.ts";
import { controlsIn, host, useElement, type BuiltinProps } from "./kit.ts";

export function Form(props: BuiltinProps): VNode {
  const element = useElement<HTMLFormElement>();
  const onSubmit = (event: Event): void => event.preventDefault();
  return h("form", host(props, { ref: element, novalidate: true, onSubmit }), props.children);
}

/** Controls without a name get one by their place among the nameless (language.md, trap 10). */
export function valuesIn(form: Element): Record<string, unknown> {
  let nameless = 0;
  const values: Record<string, unknown> = {};
  for (const control of controlsIn(form)) values[control.name() || `__unknown_for_control_${(nameless += 1)}`] = control.value();
  return values;
}

export function submitForm(button: HTMLElement | null, { extra, plain }: BuiltinProps): void {
  const form = button?.closest<HTMLElement>("form");
  if (form == null) return;
  const target = { id: String(plain["id"] ?? ""), tagName: "button", dataset: { ...(extra.d ?? {}) } };
  fire(form, "submit", { value: valuesIn(form), buttonTarget: target, formId: "" });
}

export function resetForm(button: HTMLElement | null): void {
  const form = button?.closest<HTMLElement>("form");
  if (form == null) return;
  for (const control of controlsIn(form)) control.reset();
  fire(form, "reset", {});
}
