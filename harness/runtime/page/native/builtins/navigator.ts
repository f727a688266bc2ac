/** `<navigator>`: opens a page when tapped. */

import { h, type VNode } from "preact";
import { host, numberOf, stringOf, type BuiltinProps } from "./kit.ts";

const APIS: Readonly<Record<string, string>> = { navigate: "navigateTo", redirect: "redirectTo", switchTab: "switchTab", reLaunch: "reLaunch", navigateBack: "navigateBack" };

export function Navigator(props: BuiltinProps): VNode {
  const { plain, owner } = props;
  const onClick = (): void => {
    const my = owner.runtime.door.my as Record<string, ((options: object) => unknown) | undefined>;
    const api = APIS[stringOf(plain["openType"], "navigate")] ?? "navigateTo";
    void my[api]?.({ url: stringOf(plain["url"]), delta: numberOf(plain["delta"], 1), fail: (error: unknown) => owner.runtime.reporter.report(new Error(`navigator: ${JSON.stringify(error)}`)) });
  };
  return h("navigator", host({ ...props, plain: { ...plain, hoverClass: plain["hoverClass"] ?? "a-hover" } }, { role: "link", onClick }), props.children);
}
