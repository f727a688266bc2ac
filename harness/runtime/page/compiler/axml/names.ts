/** How the names of attributes and events are read: camel case and kebab case are the same (language.md, trap 24). */

import type { Attribute } from "./tree.ts";

/** Built-in tags; any other tag may be a component. */
export const BUILT_IN: ReadonlySet<string> = new Set(
  (
    "view text image button input block radio radio-group checkbox checkbox-group label switch slider form textarea icon " +
    "progress swiper swiper-item scroll-view movable-view movable-area navigator picker picker-view picker-view-column " +
    "canvas web-view rich-text cover-view cover-image map video camera lottie contact-button lifestyle page-meta " +
    "match-media root-portal page-container keyboard-accessory ad"
  ).split(" "),
);

export const camel = (name: string): string => name.replace(/-+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Whether the attribute listens: `onTap`, `catchTap`, `capture-onTap`, `capture-catch-tap`. */
export interface Listening {
  /** `tap`, `touchStart`. */
  readonly event: string;
  readonly stops: boolean;
  readonly capture: boolean;
}

export function listening(name: string): Listening | undefined {
  const found = /^(capture-?)?(on|catch)-?([A-Za-z][\w-]*)$/.exec(name);
  if (found === null) return undefined;
  const [, capture, verb, rest = ""] = found;
  const first = rest[0] ?? "";
  // `one` or `only` are attributes of their own; `on-tap` and `onTap` listen.
  if (first === first.toLowerCase() && !new RegExp(`${verb ?? ""}-`).test(name)) return undefined;
  const event = camel(rest);
  return { event: event.slice(0, 1).toLowerCase() + event.slice(1), stops: verb === "catch", capture: capture !== undefined };
}

/** `data-alpha-beta` -> `alphaBeta`; `data-alphaBeta` -> `alphaBeta`. */
export const datasetName = (name: string): string => camel(name.slice("data-".length));

export function attributeNamed(attributes: readonly Attribute[], ...names: readonly string[]): Attribute | undefined {
  return attributes.find(({ name }) => names.includes(name));
}
