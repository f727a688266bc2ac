/** What SJS event responders get: the element and its owner, as far as a view may touch them (language.md, Events). */

import { select } from "../logic/methods.ts";
import { handlerOf, type Owner } from "../logic/owner.ts";
import { infoOf, styleText } from "./host.ts";

const states = new WeakMap<object, object>();

/** The instance of an element, or of the owner itself where no element is given. */
export function responderInstance(element: HTMLElement | undefined, owner: Owner): object {
  const key = element ?? owner;
  const root = (): ParentNode => element ?? document;
  const find = (selector: string): HTMLElement[] => [...root().querySelectorAll<HTMLElement>(selector)];
  return {
    callMethod: (name: unknown, argument?: unknown) => void owner.runtime.reporter.run(() => handlerOf(owner, String(name))?.call(owner.self, argument)),
    getState: () => {
      if (!states.has(key)) states.set(key, {});
      return states.get(key);
    },
    getDataset: () => ({ ...(infoOf(element ?? null)?.extra.d ?? {}) }),
    selectComponent: (selector: unknown) => {
      const [found] = find(String(selector));
      return found === undefined ? (select(owner, String(selector))[0] ?? null) : responderInstance(found, owner);
    },
    selectAllComponents: (selector: unknown) => find(String(selector)).map((each) => responderInstance(each, owner)),
    setStyle: (style: unknown) => {
      if (element !== undefined) element.style.cssText += `;${styleText(style)}`;
    },
    addClass: (name: unknown) => element?.classList.add(String(name)),
    removeClass: (name: unknown) => element?.classList.remove(String(name)),
    hasClass: (name: unknown) => element?.classList.contains(String(name)) ?? false,
    getComputedStyle: (names: readonly string[]) =>
      element === undefined ? {} : Object.fromEntries(names.map((name) => [name, getComputedStyle(element).getPropertyValue(name)])),
    getBoundingClientRect: () => (element ?? document.body).getBoundingClientRect().toJSON() as object,
    requestAnimationFrame: (callback: () => void) => requestAnimationFrame(callback),
  };
}
