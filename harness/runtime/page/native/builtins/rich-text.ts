/** `<rich-text nodes>`: a list of nodes, or text with tags; no scripts, no handlers. */

import { h, type ComponentChildren, type VNode } from "preact";
import type { Data } from "../logic/data.ts";
import { styleText } from "../view/host.ts";
import { host, stringOf, type BuiltinProps } from "./kit.ts";

const TAGS = new Set(
  "a abbr b blockquote br code col colgroup dd del div dl dt em fieldset h1 h2 h3 h4 h5 h6 hr i img ins label legend li ol p q span strong sub sup table tbody td tfoot th thead tr u ul".split(" "),
);

export function RichText(props: BuiltinProps): VNode {
  const nodes = props.plain["nodes"];
  return h("rich-text", host(props, { class: "a-rich" }), typeof nodes === "string" ? parsed(nodes) : Array.isArray(nodes) ? (nodes as Data[]).map(drawn) : null);
}

function drawn(node: Data): ComponentChildren {
  if (node["type"] === "text" || typeof node["text"] === "string") return decoded(stringOf(node["text"]));
  const name = stringOf(node["name"]).toLowerCase();
  if (!TAGS.has(name)) return null;
  const children = Array.isArray(node["children"]) ? (node["children"] as Data[]).map(drawn) : [];
  return h(name, safe((node["attrs"] ?? {}) as Data), ...children);
}

function parsed(text: string): ComponentChildren {
  // A document of its own: nothing in it is loaded or run.
  const { body } = new DOMParser().parseFromString(text, "text/html");
  const walk = (node: Node): ComponentChildren => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    if (!(node instanceof Element) || !TAGS.has(node.localName)) return null;
    const attributes = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
    return h(node.localName, safe(attributes), ...[...node.childNodes].map(walk));
  };
  return [...body.childNodes].map(walk);
}

function safe(attributes: Data): Data {
  const kept: Data = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "style") kept["style"] = styleText(value);
    else if (/^(?:class|alt|width|height|colspan|rowspan|start|span|title)$/.test(name)) kept[name] = value;
    else if (name === "src" && /^(?:https?:|data:image\/|\/)/.test(stringOf(value))) kept["src"] = value;
  }
  return kept;
}

function decoded(text: string): string {
  return text.includes("&") ? (new DOMParser().parseFromString(text, "text/html").body.textContent ?? "") : text;
}
