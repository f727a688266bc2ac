/** Writes the attributes of an element as the code of two objects: what it shows, and what it does with events. */

import { decodeEntities } from "./entities.ts";
import type { Expressions, Scope } from "./expression.ts";
import { camel, datasetName, listening } from "./names.ts";
import type { Attribute, ElementNode } from "./tree.ts";

export interface Attributes {
  /** `{class:..., mode:...}`, or `0` without any. */
  readonly plain: string;
  /** `{d: dataset, m: marks, on: handlers, ch: responders}`, or `0` without any. */
  readonly extra: string;
}

const STRUCTURE = /^(?:a:.*|slot-scope|import:.*|xmlns(?::.*)?)$/;

/** Returns the code of an attribute's value: its own type when it is one mustache, else a string. */
export function valueOf(attribute: Attribute, expressions: Expressions, scope: Scope): string {
  const parts = attribute.value;
  if (parts === undefined) return "true";
  const [only] = parts;
  if (only?.kind === "code" && parts.length === 1) return expressions.compile(only, scope);
  if (parts.length === 0) return '""';
  return parts
    .map((part) => (part.kind === "words" ? JSON.stringify(decodeEntities(part.text)) : `$.j(${expressions.compile(part, scope)})`))
    .join("+");
}

export function attributesOf(node: ElementNode, expressions: Expressions, scope: Scope, component: boolean): Attributes {
  const groups: Record<"plain" | "d" | "m" | "on" | "ch", string[]> = { plain: [], d: [], m: [], on: [], ch: [] };
  for (const attribute of node.attributes) {
    const { name } = attribute;
    if (STRUCTURE.test(name) || (name === "slot" && node.tag !== "slot")) continue;
    const value = valueOf(attribute, expressions, scope);
    const put = (group: keyof typeof groups, key: string, code = value): void => void groups[group].push(`${JSON.stringify(key)}:${code}`);
    const event = listening(name);
    if (component) put("plain", plainName(name));
    // `catchTap=""` as its author wrote it stops the event though nobody hears it; an expression that comes to "" does not.
    else if (event !== undefined) put("on", `${event.capture ? "!" : ""}${event.stops ? "." : ""}${event.event}`, value === '""' ? "true" : value);
    else if (name.startsWith("data-")) put("d", datasetName(name));
    else if (name.startsWith("mark:")) put("m", name.slice("mark:".length));
    else if (name.startsWith("change:")) put("ch", camel(name.slice("change:".length)));
    else put("plain", plainName(name));
  }
  const extra = (["d", "m", "on", "ch"] as const).filter((group) => groups[group].length > 0).map((group) => `${group}:{${groups[group].join(",")}}`);
  return {
    plain: groups.plain.length > 0 ? `{${groups.plain.join(",")}}` : "0",
    extra: extra.length > 0 ? `{${extra.join(",")}}` : "0",
  };
}

const plainName = (name: string): string => (/^(?:aria|data)-/.test(name) ? name : camel(name));
