/** `<icon>`: the wallet's own signs. */

import { h, type VNode } from "preact";
import { host, numberOf, stringOf, type BuiltinProps } from "./kit.ts";

const CIRCLE = "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z";
const SHAPES: Readonly<Record<string, readonly [path: string, color: string]>> = {
  success: [`${CIRCLE}M7 12.5l3.5 3.5 6.5-7`, "#1677ff"],
  success_no_circle: ["M5 12.5l5 5 9-11", "#1677ff"],
  info: [`${CIRCLE}M12 7v1M12 11v6`, "#1677ff"],
  warn: [`${CIRCLE}M12 6.5v7M12 16.5v.5`, "#ff3b30"],
  waiting: [`${CIRCLE}M12 7v5.5l4 2`, "#1677ff"],
  cancel: [`${CIRCLE}M8.5 8.5l7 7M15.5 8.5l-7 7`, "#ff3b30"],
  clear: ["M7 7l10 10M17 7L7 17", "#999"],
  search: ["M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4 4", "#999"],
  download: ["M12 4v11M7 11l5 5 5-5M5 20h14", "#1677ff"],
};

export function Icon(props: BuiltinProps): VNode {
  const { plain } = props;
  const type = stringOf(plain["type"], "info");
  const [path, color] = SHAPES[type] ?? SHAPES["info"] ?? ["", ""];
  const size = numberOf(plain["size"], 23);
  const stroke = stringOf(plain["color"], color) || color;
  return h(
    "icon",
    host(props, { class: "a-icon", role: "img", "aria-label": type, style: `width:${size}px;height:${size}px` }),
    h("svg", { viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke, "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" }, h("path", { d: path })),
  );
}
