/** The element an AXML node becomes: its own tag, its dataset as attributes, and what events need to know. */

import { animationStyle } from "../../src/members/animation.ts";
import type { Data } from "../logic/data.ts";
import type { Owner } from "../logic/owner.ts";
import { lengths } from "./lengths.ts";

export type Plain = Readonly<Data>;

/** What an element does with events. Keys of `on`: "!" listens while capturing, "." stops there, then the event. */
export interface Extra {
  readonly d?: Readonly<Data>;
  readonly m?: Readonly<Data>;
  readonly on?: Readonly<Record<string, unknown>>;
  readonly ch?: Readonly<Record<string, unknown>>;
}

/** What events find on an element of a program. */
export interface AxmlInfo {
  readonly owner: Owner;
  readonly tag: string;
  readonly plain: Plain;
  readonly extra: Extra;
}

/** The property of a DOM element that holds its AxmlInfo; declared on the prototype so that Preact sets it as it is. */
export const INFO = "axmlInfo";

Object.defineProperty(HTMLElement.prototype, INFO, { configurable: true, writable: true, value: undefined });

export function infoOf(element: EventTarget | null): AxmlInfo | undefined {
  return (element as unknown as Record<string, AxmlInfo | undefined> | null)?.[INFO];
}

/** The dataset of an element as its program wrote it, values and all. */
export const datasetOf = (element: Element): object => ({ ...(infoOf(element)?.extra.d ?? {}) });

const SHOWN = /^(?:id|role|dir|lang|title|aria-.*|data-.*)$/;

/** Returns the properties of the DOM element. `more` are the built-in's own (its classes are added to the program's). */
export function hostProps(owner: Owner, tag: string, plain: Plain, extra: Extra, more: Data = {}): Data {
  const props: Data = { [INFO]: { owner, tag, plain, extra } };
  for (const [name, value] of Object.entries(plain)) {
    if (SHOWN.test(name) && value !== undefined && value !== null) props[name] = text(value);
  }
  for (const [name, value] of Object.entries(extra.d ?? {})) {
    if (value !== undefined && value !== null) props[`data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`] = text(value);
  }
  if (owner.unit.marker !== "") props[owner.unit.marker] = "";
  const { class: ownClass, style: ownStyle, ...rest } = more;
  const names = [classesOf(owner, text(plain["class"] ?? plain["className"])), text(ownClass)].filter((each) => each !== "").join(" ");
  if (names !== "") props["class"] = names;
  const lines = tag === "text" ? Number(plain["numberOfLines"] ?? 0) : 0;
  const clamp = lines > 0 ? `display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:${lines};overflow:hidden` : "";
  const style = [styleText(ownStyle), clamp, styleText(plain["style"]), animationStyle(plain["animation"]), isTrue(plain["hidden"]) ? "display:none !important" : ""].filter((each) => each !== "").join(";");
  if (style !== "") props["style"] = style;
  return Object.assign(props, rest);
}

function classesOf({ external }: Owner, names: string): string {
  return external === undefined ? names : names.split(/\s+/).map((name) => external[name] ?? name).join(" ");
}

export const text = (value: unknown): string =>
  value === undefined || value === null || value === false ? "" : typeof value === "object" ? JSON.stringify(value) : String(value as string);

/** `checked="false"` is the string "false", which is true (language.md, AXML). */
export const isTrue = (value: unknown): boolean => value === true || (typeof value === "string" && value !== "") || (typeof value === "number" && value !== 0);

export function styleText(style: unknown): string {
  if (typeof style === "string") return lengths(style);
  if (typeof style !== "object" || style === null) return "";
  return Object.entries(style)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name.startsWith("--") ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${lengths(text(value))}`)
    .join(";");
}
