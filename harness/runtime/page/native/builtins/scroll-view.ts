/** `<scroll-view>`. */

import { h, type VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { fire } from "../view/events.ts";
import { isTrue } from "../view/host.ts";
import { host, numberOf, stringOf, useElement, type BuiltinProps } from "./kit.ts";

export function ScrollView(props: BuiltinProps): VNode {
  const { plain } = props;
  const element = useElement();
  const edge = useRef("");
  const [x, y] = [isTrue(plain["scrollX"]), isTrue(plain["scrollY"])];
  const into = stringOf(plain["scrollIntoView"]);
  const [top, left] = [plain["scrollTop"], plain["scrollLeft"]];
  useLayoutEffect(() => {
    if (element.current !== null && top !== undefined) element.current.scrollTop = numberOf(top, 0);
  }, [top]);
  useLayoutEffect(() => {
    if (element.current !== null && left !== undefined) element.current.scrollLeft = numberOf(left, 0);
  }, [left]);
  useLayoutEffect(() => {
    if (into !== "") element.current?.querySelector(`#${CSS.escape(into)}`)?.scrollIntoView({ block: "start", inline: "start", behavior: "instant" });
  }, [into]);
  const onScroll = (): void => {
    const box = element.current;
    if (box === null) return;
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = box;
    fire(box, "scroll", { scrollTop, scrollLeft, scrollHeight, scrollWidth });
    const upper = numberOf(plain["upperThreshold"], 50);
    const lower = numberOf(plain["lowerThreshold"], 50);
    const [from, to] = y ? [scrollTop, scrollHeight - clientHeight - scrollTop] : [Math.abs(scrollLeft), scrollWidth - clientWidth - Math.abs(scrollLeft)];
    const now = from <= upper ? "scrollToUpper" : to <= lower ? "scrollToLower" : "";
    if (now !== "" && now !== edge.current) fire(box, now, { direction: now === "scrollToUpper" ? "top" : "bottom" });
    edge.current = now;
  };
  return h("scroll-view", host(props, { ref: element, class: `a-scroll${x ? " a-scroll-x" : ""}${y ? " a-scroll-y" : ""}`, onScroll }), props.children);
}
