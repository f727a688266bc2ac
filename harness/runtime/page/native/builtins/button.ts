/** `<button>`. */

import { h, type VNode } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { fire } from "../view/events.ts";
import { datasetOf, isTrue } from "../view/host.ts";
import { host, stringOf, useElement, type BuiltinProps } from "./kit.ts";
import { resetForm, submitForm } from "./form.ts";

/** Asks the buyer by the wallet's own sheet; the program hears `getAuthorize` or `error` (jsapi.md 1.4). */
function authorize(button: HTMLElement | null, { owner, plain }: BuiltinProps): void {
  const { my } = owner.runtime.door as unknown as { my: { call(api: string, params: object, done: (result: { error?: unknown }) => void): unknown } };
  my.call("getAuthorize", { scope: stringOf(plain["scope"]) }, (result) => fire(button, result.error === undefined ? "getAuthorize" : "error", result));
}

export function Button(props: BuiltinProps): VNode {
  const { plain } = props;
  const element = useElement<HTMLButtonElement>();
  const disabled = isTrue(plain["disabled"]);
  const loading = isTrue(plain["loading"]);
  // What the program listens for hears the tap first, the form after it.
  useLayoutEffect(() => {
    const button = element.current;
    const act = (): void => {
      const formType = stringOf(plain["formType"]);
      if (formType === "submit") submitForm(button, props);
      if (formType === "reset") resetForm(button);
      if (stringOf(plain["openType"]) === "getAuthorize") authorize(button, props);
      if (stringOf(plain["openType"]) === "share") void props.owner.runtime.stack.share("button", { target: { dataset: datasetOf(button as HTMLElement) } });
    };
    const later = (): void => queueMicrotask(act);
    button?.addEventListener("click", later);
    return () => button?.removeEventListener("click", later);
  });
  const classes = ["a-button", `a-button-${stringOf(plain["type"], "default") || "default"}`];
  if (stringOf(plain["size"]) === "mini") classes.push("a-button-mini");
  if (isTrue(plain["plain"])) classes.push("a-button-plain");
  if (disabled) classes.push("a-button-disabled");
  const more = { ref: element, class: classes.join(" "), type: "button", disabled };
  return h("button", host({ ...props, plain: { ...plain, hoverClass: plain["hoverClass"] ?? "a-button-hover" } }, more), loading ? h("i", { class: "a-spinner", "aria-hidden": "true" }) : null, props.children);
}
