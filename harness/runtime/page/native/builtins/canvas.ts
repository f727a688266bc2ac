/** `<canvas>`: a real one, so that what a program draws by its context is really drawn. */

import { h, type VNode } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { fire } from "../view/events.ts";
import { host, numberOf, useElement, type BuiltinProps } from "./kit.ts";

export function Canvas(props: BuiltinProps): VNode {
  const { plain } = props;
  const element = useElement<HTMLCanvasElement>();
  const [width, height] = [numberOf(plain["width"], 300), numberOf(plain["height"], 225)];
  useLayoutEffect(() => fire(element.current, "ready", {}), []);
  return h("canvas", host(props, { ref: element, class: "a-canvas", width, height }), props.children);
}
