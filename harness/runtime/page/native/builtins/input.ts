/** `<input>` and `<textarea>`. */

import { h, type VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { fire } from "../view/events.ts";
import { isTrue } from "../view/host.ts";
import { host, numberOf, stringOf, useControl, useElement, type BuiltinProps } from "./kit.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;

const KEYBOARDS: Readonly<Record<string, string>> = { number: "numeric", digit: "decimal", idcard: "text", numberpad: "numeric", digitpad: "decimal", idcardpad: "text", tel: "tel" };

export function Input(props: BuiltinProps): VNode {
  const { plain, tag } = props;
  const element = useElement<Field>();
  const given = stringOf(plain["value"]);
  const shown = useRef<string | undefined>(undefined);
  // The field follows the program's value when that changes, and always when the field is controlled.
  useLayoutEffect(() => {
    const field = element.current;
    if (field === null) return;
    const controlled = isTrue(plain["controlled"]) && plain["controlled"] !== "false";
    if ((shown.current !== given || controlled) && field.value !== given) field.value = given;
    shown.current = given;
  });
  const focus = isTrue(plain["focus"]) || isTrue(plain["autoFocus"]) || isTrue(plain["autofocus"]);
  useLayoutEffect(() => {
    if (focus) element.current?.focus({ preventScroll: true });
  }, [focus]);
  useControl(element, {
    name: () => stringOf(plain["name"]),
    value: () => element.current?.value ?? "",
    reset: () => {
      if (element.current !== null) element.current.value = "";
    },
    activate: () => element.current?.focus(),
  });
  const detail = (): object => ({ value: element.current?.value ?? "", cursor: element.current?.selectionStart ?? 0 });
  const type = stringOf(plain["type"], "text");
  const password = isTrue(plain["password"]) && plain["password"] !== "false";
  const most = numberOf(plain["maxlength"] ?? plain["maxLength"], 140);
  const more = {
    ref: element,
    class: stringOf(plain["placeholderClass"]),
    placeholder: stringOf(plain["placeholder"]),
    disabled: isTrue(plain["disabled"]),
    name: stringOf(plain["name"]) || undefined,
    maxLength: most < 0 ? undefined : most,
    inputMode: KEYBOARDS[type] ?? "text",
    enterKeyHint: stringOf(plain["confirmType"], "done"),
    autocomplete: "off",
    spellcheck: false,
    onInput: () => fire(element.current, "input", detail()),
    onFocus: () => fire(element.current, "focus", { ...detail(), height: 0 }),
    onBlur: () => fire(element.current, "blur", detail()),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Enter" && tag === "input") fire(element.current, "confirm", detail());
    },
  };
  if (tag === "textarea") return h("textarea", host(props, { ...more, class: `a-textarea ${more.class}`, rows: isTrue(plain["autoHeight"]) ? 1 : undefined }));
  return h("input", host(props, { ...more, class: `a-input ${more.class}`, type: password ? "password" : "text" }));
}
