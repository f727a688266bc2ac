/** The pages that are open: at most ten on top of one another, tabs kept beside (language.md, Framework). */

import { failure, isFields, success, type Outcome } from "../../src/config.ts";
import type { LocalApi } from "../../src/local/index.ts";
import { SelectorQuery } from "../../src/members/query.ts";
import type { Owner } from "../logic/owner.ts";
import { PageInstance, type Query } from "../logic/page.ts";
import type { Runtime } from "../runtime.ts";
import { datasetOf } from "../view/host.ts";
import { element } from "./dom.ts";
import { makeChannel } from "./channel.ts";
import { Frame } from "./frame.ts";
import { watchPulling } from "./pulling.ts";
import { watchScrolling } from "./scrolling.ts";
import { TabBar } from "./tab-bar.ts";
import { readAddress, type PageAddress } from "./urls.ts";
import { windowOf } from "./window.ts";

const LIMIT = 10;

export interface Entry {
  readonly page: PageInstance;
  readonly frame: Frame;
}

export class Stack {
  readonly element = element("div", { class: "a-app" });
  readonly tabBar: TabBar;
  readonly #runtime: Runtime;
  readonly #tabs = new Map<string, Entry>();
  #entries: Entry[] = [];

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.tabBar = new TabBar(runtime.program, (index) => this.#tapTab(index));
    if (this.tabBar.tabs.length > 0 && runtime.program.tabBar === "") this.element.append(this.tabBar.element);
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get current(): Entry | undefined {
    return this.#entries.at(-1);
  }

  knows(route: string): boolean {
    return route in this.#runtime.program.pages;
  }

  /** Opens the first page. */
  launch(address: PageAddress): void {
    this.#open(address);
  }

  /** The wallet's back key, or the arrow in the navigation bar. */
  backByBuyer(): void {
    const { current } = this;
    const leave = (): void => {
      if (this.current !== current) return; // the program has gone on meanwhile
      current?.page.event("onBack");
      this.#later(() => this.#back(1));
    };
    if (!this.#runtime.door.leaving.asks(leave)) leave();
  }

  /** `my.enableAlertBeforeUnload`: what is asked before the buyer goes back from the page in front; undefined for nothing. */
  guard(message: string | undefined): Outcome {
    const { current } = this;
    if (current === undefined) return failure(7, "has not found page when enableAlertBeforeUnload has been invoked");
    if (this.#entries.length <= 1 && message !== undefined) return failure(8, "can not invoke enableAlertBeforeUnload at first page");
    this.#runtime.door.leaving.message = current.frame.window.leaving = message;
    return success({ success: true });
  }

  /** `this.router`, `this.pageRouter`: the same navigation, relative to the page it belongs to. */
  router(): Readonly<Record<string, (options: unknown) => unknown>> {
    const my = this.#runtime.door.my as Record<string, (options: unknown) => unknown>;
    const names = ["navigateTo", "redirectTo", "switchTab", "reLaunch", "navigateBack"];
    return Object.fromEntries(names.map((name) => [name, (options: unknown) => my[name]?.(options)]));
  }

  query(owner: Owner | undefined): SelectorQuery {
    const entry = owner === undefined ? this.current : this.#entryOf(owner);
    return new SelectorQuery(() => entry?.frame.scroller, datasetOf);
  }

  /** Shares the page in front: what it says of itself goes to the wallet's sheet, and the buyer chooses. */
  async share(from: "button" | "menu" | "code", about: Readonly<Record<string, unknown>>): Promise<Outcome> {
    const { current } = this;
    if (current === undefined) return failure(3, "no page is open");
    const said = current.page.live("onShareAppMessage", { from, ...about });
    const { title, desc, path, imageUrl, success: done, fail } = isFields(said) ? said : {};
    const shared = { title: title ?? current.frame.window.title, desc: desc ?? "", path: path ?? current.page.route, imageUrl: imageUrl ?? "" };
    const outcome = await this.#runtime.door.ask("showSharePanel", shared);
    const told = outcome.ok ? done : fail;
    if (typeof told === "function") this.#runtime.reporter.run(() => (told as (result: unknown) => unknown)(outcome.result));
    return outcome;
  }

  /** The navigation APIs of `my`, on these pages. */
  apis(): Record<string, LocalApi> {
    return {
      navigateTo: (options) =>
        this.#towards(options, (address, given) => {
          if (this.tabBar.isTab(address.route)) return failure(1, "navigateTo cannot open a page of the tab bar: use switchTab");
          if (this.#entries.length >= LIMIT) return failure(1, `depth can not be more than ${LIMIT}`);
          const channel = makeChannel(this.#runtime.reporter, given["events"]);
          this.#later(() => {
            this.current?.page.live("onHide");
            this.#open(address, channel.opened);
          });
          return success({ eventChannel: channel.opener });
        }),
      redirectTo: (options) =>
        this.#towards(options, (address) => {
          if (this.tabBar.isTab(address.route)) return failure(1, "redirectTo cannot open a page of the tab bar: use switchTab");
          this.#later(() => {
            this.#close(1);
            this.#open(address);
          });
          return success();
        }),
      reLaunch: (options) =>
        this.#towards(options, (address) => {
          this.#later(() => {
            this.#closeAll();
            if (this.tabBar.isTab(address.route)) this.#openTab(address);
            else this.#open(address);
          });
          return success();
        }),
      switchTab: (options) =>
        this.#towards(options, (address) => {
          if (!this.tabBar.isTab(address.route)) return failure(1, `switchTab needs a page of the tab bar, not ${address.route}`);
          this.#later(() => this.#switchTo(address));
          return success();
        }),
      navigateBack: (options) => {
        const delta = isFields(options) && typeof options["delta"] === "number" ? options["delta"] : 1;
        this.#later(() => this.#back(delta));
        return success();
      },
    };
  }

  #towards(options: unknown, go: (address: PageAddress, options: Readonly<Record<string, unknown>>) => Outcome): Outcome {
    const given = isFields(options) ? options : {};
    const url = given["url"];
    if (typeof url !== "string" || url === "") return failure(2, "invalid parameter!");
    const address = readAddress(url, this.current?.page.route ?? "", (route) => this.knows(route));
    return this.knows(address.route) ? go(address, given) : failure(1, `can not find page: ${url}`);
  }

  /** The handler that navigates goes on first; the pages change when it has ended. */
  #later(change: () => void): void {
    queueMicrotask(() => void this.#runtime.reporter.run(change));
  }

  #open({ route, query }: PageAddress, channel?: unknown): void {
    if (this.tabBar.isTab(route) && this.#entries.length === 0) {
      this.#openTab({ route, query });
      return;
    }
    const entry = this.#make(route, query);
    entry.page.channel = channel;
    this.#entries.push(entry);
    this.#begin(entry);
  }

  #openTab({ route, query }: PageAddress): void {
    const kept = this.#tabs.get(route);
    const entry = kept ?? this.#make(route, query);
    this.#tabs.set(route, entry);
    this.#entries = [entry];
    if (kept === undefined) {
      this.#begin(entry);
      return;
    }
    this.#show();
    entry.page.live("onShow");
  }

  #make(route: string, query: Query): Entry {
    const holder: { frame?: Frame } = {};
    const page = new PageInstance(this.#runtime, route, query, { draw: () => holder.frame?.draw() ?? false });
    const depth = this.tabBar.isTab(route) ? 0 : this.#entries.length;
    const frame = new Frame(this.#runtime, windowOf(this.#runtime.program, route), route, depth === 0);
    holder.frame = frame;
    watchScrolling(page, frame);
    watchPulling(page, frame);
    return { page, frame };
  }

  /** onLoad and onShow come before the first drawing, onReady when all in it is mounted. */
  #begin({ page, frame }: Entry): void {
    this.element.insertBefore(frame.element, this.tabBar.element.parentNode === this.element ? this.tabBar.element : null);
    this.#show();
    if (this.tabBar.isTab(page.route) && this.#runtime.program.tabBar !== "") frame.mountTabBar(page, this.#runtime.program.tabBar);
    page.live("onLoad", page.query);
    page.live("onShow");
    frame.mount(page);
    page.live("onReady");
  }

  #show(): void {
    const { current } = this;
    if (current === undefined) return;
    const { page, frame } = current;
    for (const entry of new Set([...this.#entries, ...this.#tabs.values()])) entry.frame.show(entry === current);
    const tab = this.tabBar.isTab(page.route);
    frame.element.classList.toggle("a-page-tab", tab && this.#runtime.program.tabBar === "");
    this.tabBar.show(page.route);
    this.#runtime.styles.show(page.owner);
    document.title = frame.window.title;
    this.#runtime.door.leaving.message = frame.window.leaving;
    const query = new URLSearchParams(page.query).toString();
    history.replaceState(null, "", `#/${page.route}${query === "" ? "" : `?${query}`}`);
  }

  #back(delta: number): void {
    const count = Math.min(Math.max(0, Math.floor(delta)), this.#entries.length - 1);
    if (count === 0) return;
    this.#close(count);
    this.#show();
    this.current?.page.live("onShow");
  }

  /** Unloads the topmost pages; a tab is only hidden. */
  #close(count: number): void {
    for (const entry of this.#entries.splice(this.#entries.length - count, count).reverse()) this.#end(entry);
  }

  #closeAll(): void {
    const all = new Set([...this.#entries, ...this.#tabs.values()]);
    this.#entries = [];
    this.#tabs.clear();
    for (const entry of [...all].reverse()) this.#end(entry);
  }

  #switchTo(address: PageAddress): void {
    const { current } = this;
    if (current?.page.route === address.route) return;
    if (current !== undefined && this.tabBar.isTab(current.page.route)) current.page.live("onHide");
    for (const entry of this.#entries.splice(0).reverse()) {
      if (!this.tabBar.isTab(entry.page.route)) this.#end(entry);
    }
    this.#openTab(address);
  }

  #end({ page, frame }: Entry): void {
    if (this.#tabs.get(page.route)?.page === page) this.#tabs.delete(page.route);
    page.live("onUnload");
    page.holder.end();
    frame.end();
  }

  #tapTab(index: number): void {
    const tab = this.tabBar.tabs[index];
    const { current } = this;
    if (tab === undefined || current === undefined) return;
    const item = { index, pagePath: tab.route, text: tab.name };
    current.page.event("beforeTabItemTap", item);
    if (current.page.route === tab.route) {
      current.page.event("onSelectedTabItemTap", item);
      current.page.live("onTabItemTap", { ...item, from: "user" });
      return;
    }
    this.#later(() => {
      this.#switchTo({ route: tab.route, query: {} });
      this.current?.page.live("onTabItemTap", { ...item, from: "user" });
    });
  }

  #entryOf(owner: Owner): Entry | undefined {
    return this.#entries.find(({ page }) => page.owner === owner.page) ?? this.current;
  }
}
