/** What a component's own code throws: told to App.onError like any other, and to the listeners of `my.onComponentError`. */

import type { Method, Owner } from "./owner.ts";

/** Runs a method of a component, or of a page, which has no listeners of its own. */
export function runMethod(owner: Owner, name: string, method: Method, given: readonly unknown[]): unknown {
  const { reporter, door } = owner.runtime;
  return reporter.run(() => {
    try {
      return method.apply(owner.self, [...given]);
    } catch (error) {
      if (owner.parent !== undefined) door.emit("ComponentError", error, name, owner.self);
      throw error;
    }
  });
}
