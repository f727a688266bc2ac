/** Small hands for building sheets. Text goes in as text only, never as markup. */

import { onBuyer } from "../natives.ts";

type Attributes = Readonly<Record<string, string>>;

/** Makes an element; `children` are elements or plain text. Empty text makes no node. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  attributes: Attributes = {},
  ...children: readonly (Node | string | null)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child): child is Node | string => child !== null && child !== ""));
  return element;
}

/** Makes a text block, or null when there is nothing to say; its direction follows its own first strong letter. */
export function words(tag: "h2" | "p" | "span", className: string, text: unknown, attributes: Attributes = {}): HTMLElement | null {
  const said = plain(text);
  return said === "" ? null : make(tag, className, { dir: "auto", ...attributes }, said);
}

export function button(className: string, text: string, testId: string, press: () => void): HTMLButtonElement {
  const element = make("button", className, { type: "button", dir: "auto", "data-testid": testId }, text);
  onBuyer(element, "click", press);
  return element;
}

/** What a program passed as a text: numbers and booleans are shown as they print, anything else not at all. */
export function plain(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
