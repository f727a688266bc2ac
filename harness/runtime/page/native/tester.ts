/** What testers reach of a native program: its stack of pages, the data and the methods of the page in front. */

import type { ProgramTester } from "../src/tester.ts";
import { sentence } from "../src/tester.ts";
import { crossing, read } from "./logic/data.ts";
import { select } from "./logic/methods.ts";
import type { Method } from "./logic/owner.ts";
import type { Runtime } from "./runtime.ts";

type Self = Record<string, unknown>;

export function programTester(runtime: Runtime): ProgramTester {
  /** The page in front, or the first component in it that matches. */
  const find = (component: string): { readonly self: Self; readonly name: string } => {
    const page = runtime.stack.current?.page;
    if (page === undefined) throw sentence("no page is open");
    if (component === "") return { self: page.owner.self, name: page.owner.name };
    const self = select(page.owner, component)[0];
    if (self === undefined) throw sentence(`the ${page.owner.name} has no component "${component}" (name it as #id or .class)`);
    return { self, name: `component ${component}` };
  };
  return {
    back: () => runtime.stack.backByBuyer(),
    pages: () => runtime.stack.entries.map(({ page, frame }) => ({ path: page.route, query: { ...page.query }, title: frame.window.title })),
    data(component, path) {
      const { self } = find(component);
      return crossing(path === "" ? self["data"] : read(self["data"], path)) ?? null;
    },
    async setData(component, patch) {
      const { self } = find(component);
      (self["setData"] as Method).call(self, patch);
      await new Promise((drawn) => runtime.door.setTimeout(() => drawn(undefined), 0));
    },
    async callMethod(component, name, given) {
      const { self, name: owner } = find(component);
      const method = self[name];
      if (typeof method !== "function") throw sentence(`the ${owner} has no method "${name}"${known(self)}`);
      try {
        return crossing(await (method as Method).apply(self, [...given])) ?? null;
      } catch (error) {
        const place = runtime.reporter.place(error);
        const said = error instanceof Error ? `${error.name}: ${error.message}` : JSON.stringify(error);
        throw sentence(`${name} of the ${owner} threw ${said}${place === "" ? "" : ` (${place})`}`);
      }
    },
  };
}

function known(self: Self): string {
  const names = Object.keys(self).filter((name) => typeof self[name] === "function" && !name.startsWith("$"));
  return names.length === 0 ? "" : `; it has: ${names.join(", ")}`;
}
