/** One page of the stack: its data and its life. */

import type { Runtime } from "../runtime.ts";
import { DataHolder, type Drawing } from "./holder.ts";
import { equip } from "./methods.ts";
import { withMixins, type Options } from "./mixins.ts";
import { observersOf } from "./observers.ts";
import type { Method, Owner } from "./owner.ts";

export const PAGE_LIFECYCLES = [
  "onLoad", "onShow", "onReady", "onHide", "onUnload", "onTitleClick", "onOptionMenuClick", "onPopMenuClick", "onPullDownRefresh",
  "onPullIntercept", "onShareAppMessage", "onTabItemTap", "onPageScroll", "onReachBottom", "onResize",
];

export type Query = Readonly<Record<string, string>>;

export class PageInstance {
  readonly route: string;
  readonly query: Query;
  readonly owner: Owner;
  readonly holder: DataHolder;
  readonly options: Options;
  /** Opener's channel, if another page opened this one (getOpenerEventChannel). */
  channel: unknown;

  constructor(runtime: Runtime, route: string, query: Query, drawing: Drawing) {
    this.route = route;
    this.query = query;
    const unit = runtime.program.pages[route] ?? { config: {}, script: "", view: "", style: "", using: {}, marker: "" };
    this.options = withMixins(runtime.definition(unit.script), PAGE_LIFECYCLES);
    const self: Options = {};
    const owner = {
      runtime,
      unit,
      name: `page ${route}`,
      self,
      slots: undefined,
      parent: undefined,
      children: new Set<Owner>(),
      given: {},
      external: undefined,
      passed: new Map<string, Method>(),
    } as Omit<Owner, "page"> as Owner;
    (owner as { page: Owner }).page = owner;
    this.owner = owner;
    const { data, ...fields } = this.options;
    // An object is copied one level deep: what is changed further in survives until the page opens again (trap 14).
    const initial = typeof data === "function" ? ((runtime.reporter.run(() => (data as Method).call(self)) ?? {}) as Options) : { ...((data ?? {}) as Options) };
    this.holder = new DataHolder(initial, runtime.flusher, drawing, (error) => runtime.reporter.report(error));
    Object.assign(self, fields, { route });
    const router = runtime.stack.router();
    Object.assign(self, { router, pageRouter: router, $viewId: runtime.fresh(), getOpenerEventChannel: () => this.channel });
    equip(self, owner, this.holder, observersOf(this.options), () => undefined);
  }

  /** Runs a lifecycle or event function of the page, if it has one; returns what it returns. */
  live(name: string, ...given: unknown[]): unknown {
    const method = this.owner.self[name];
    if (typeof method !== "function") return undefined;
    return this.owner.runtime.reporter.run(() => (method as Method).apply(this.owner.self, given));
  }

  /** Runs one of the page's `events`. */
  event(name: string, ...given: unknown[]): unknown {
    const method = (this.options["events"] as Options | undefined)?.[name];
    if (typeof method !== "function") return undefined;
    return this.owner.runtime.reporter.run(() => (method as Method).apply(this.owner.self, given));
  }
}
