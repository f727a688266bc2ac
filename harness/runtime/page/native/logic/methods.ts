/** The methods that pages and components have in common. */

import type { DataHolder } from "./holder.ts";
import { notify, type Observers } from "./observers.ts";
import type { Method, Owner } from "./owner.ts";

type Self = Record<string, unknown>;
type Callback = (() => void) | undefined;

/** Puts `data`, `setData` and the rest on what the program sees as `this`. */
export function equip(self: Self, owner: Owner, holder: DataHolder, observers: Observers | undefined, changing: () => void): void {
  const { runtime } = owner;
  const bound = (callback: unknown): Callback =>
    typeof callback === "function" ? () => void runtime.reporter.run(() => (callback as Method).call(self)) : undefined;
  const changed = (patch: unknown): void => {
    if (observers !== undefined) runtime.reporter.run(() => notify(observers, Object.keys((patch ?? {}) as object), self, holder.data));
  };
  Object.defineProperty(self, "data", {
    configurable: true,
    enumerable: true,
    get: () => holder.data,
    set: (value: Self) => (holder.data = value),
  });
  const members: Self = {
    setData(patch: unknown, callback: unknown) {
      changing();
      holder.set(patch, bound(callback));
      changed(patch);
    },
    $spliceData(patch: unknown, callback: unknown) {
      changing();
      holder.splice(patch, bound(callback));
      changed(patch);
    },
    $batchedUpdates: (work: () => void) => runtime.flusher.hold(() => void runtime.reporter.run(work)),
    selectComponent: (selector: unknown) => select(owner, String(selector))[0] ?? null,
    selectAllComponents: (selector: unknown) => select(owner, String(selector)),
    $selectComponent: (selector: unknown) => select(owner, String(selector))[0] ?? null,
    createSelectorQuery: () => runtime.stack.query(owner),
    getTabBar: () => [...owner.page.children].find(({ name }) => name === `component ${runtime.program.tabBar}`)?.self ?? null,
  };
  for (const [name, value] of Object.entries(members)) Object.defineProperty(self, name, { configurable: true, writable: true, enumerable: false, value });
}

/** The components in an owner's own templates that match `#id` or `.class`. */
export function select(owner: Owner, selector: string): Self[] {
  const name = selector.trim().slice(1);
  const matches = ({ given }: Owner): boolean =>
    selector.trim().startsWith("#") ? String(given["id"]) === name : String(given["class"] ?? given["className"] ?? "").split(/\s+/).includes(name);
  return [...owner.children].filter(matches).map(({ self }) => self);
}
