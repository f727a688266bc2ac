/** Who a template belongs to: a page or a component. Templates call it `c`. */

import type { VNode } from "preact";
import type { UnitOutput } from "../../compiler/output.ts";
import type { Runtime } from "../runtime.ts";

export type Method = (this: unknown, ...given: unknown[]) => unknown;

/** What stands in a slot: a node, or a function of what the slot gives (slot-scope). */
export interface SlotItem {
  readonly slot: string;
  readonly node: unknown;
  key?: unknown;
}

export interface Owner {
  readonly runtime: Runtime;
  readonly unit: UnitOutput;
  /** `page pages/index/index`, `component components/card/card`. */
  readonly name: string;
  /** What the program's own code sees as `this`. */
  readonly self: Record<string, unknown>;
  /** What came into its slots; pages have none. */
  readonly slots: (() => readonly SlotItem[]) | undefined;
  /** The nearest component around it in the tree of owners, or the page. */
  readonly parent: Owner | undefined;
  /** Components directly created by it. */
  readonly children: Set<Owner>;
  /** The component's own attributes `id` and `class`, for selectComponent. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly page: Owner;
  /** Classes that come from outside by name (externalClasses). */
  readonly external: Readonly<Record<string, string>> | undefined;
  /** Functions given to components, by method name: the same name is always the same function. */
  readonly passed: Map<string, Method>;
}

/** Returns a handler by name; says so in the console when there is none. */
export function handlerOf(owner: Owner, name: string): Method | undefined {
  const found = owner.self[name];
  if (typeof found === "function") return found as Method;
  owner.runtime.reporter.report(new Error(`the ${owner.name} has no method "${name}"`));
  return undefined;
}

export type Rendered = VNode | string | number | null | undefined | boolean | readonly Rendered[];
