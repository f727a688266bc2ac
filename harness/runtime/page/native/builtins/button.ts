/** `<button>`. */

import { h, type VNode } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { fire } from "../view/events.ts";
import { isTrue } from "../view/host.ts";
import { host, stringOf, useElement, type BuiltinProps } from "./kit.ts";
import { resetForm, submitForm } from "./form.ts";

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
      if (stringOf(plain["openType"]) === "getAuthorize") fire(button, "getAuthorize", {});
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
