/** What a step looks for on the screen. */

import { isFields } from "../config.ts";

export type Target =
  | { readonly testId: string }
  | { readonly text: string }
  | { readonly contains: string }
  | { readonly selector: string };

const KINDS = ["testId", "text", "contains", "selector"] as const;

/** Reads a target as it came from the test; throws an Error that says what a target is. */
export function readTarget(given: unknown): Target {
  if (isFields(given)) {
    for (const kind of KINDS) {
      const value = given[kind];
      if (typeof value === "string" && value.trim() !== "") return { [kind]: value } as unknown as Target;
    }
  }
  throw new Error(`a target is one of {testId}, {text}, {contains}, {selector} with some text, not ${JSON.stringify(given)}`);
}

/** Names the target as a person would, at the start of a sentence. */
export function nameOf(target: Target): string {
  if ("testId" in target) return `the element "${target.testId}" (data-testid)`;
  if ("selector" in target) return `the element ${target.selector}`;
  return "text" in target ? `"${target.text}"` : `a text with "${target.contains}"`;
}
