/** What needs hardware or a network that a test has not: an honest sign instead of a picture that lies. */

import { h, type VNode } from "preact";
import { host, type BuiltinProps } from "./kit.ts";

const SAYS: Readonly<Record<string, string>> = {
  map: "A map stands here on a phone",
  camera: "The camera's picture stands here on a phone",
  video: "A video plays here on a phone",
  lottie: "An animation plays here on a phone",
  "contact-button": "Contact",
  lifestyle: "A lifestyle account stands here on a phone",
  ad: "An advertisement stands here on a phone",
};

export function Placeholder(props: BuiltinProps): VNode {
  const words = SAYS[props.tag] ?? "";
  // A real <video> shows no children, so what it says is its label and is drawn by the style sheet.
  return h(props.tag, host(props, { class: "a-placeholder", role: "img", "aria-label": words, "data-says": words }), props.tag === "video" ? null : [h("span", { class: "a-placeholder-says" }, words), props.children]);
}
