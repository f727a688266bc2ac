/** One page on the screen: navigation bar, and under it the page itself. */

import { languageOf } from "../../src/config.ts";
import { directionOf } from "../../src/sheets/labels.ts";
import { Component as PreactComponent, h, render, type ComponentChildren } from "preact";
import type { PageInstance } from "../logic/page.ts";
import type { Runtime } from "../runtime.ts";
import { viewOf } from "../view/component-view.ts";
import { hostProps } from "../view/host.ts";
import { Bar } from "./bar.ts";
import { element } from "./dom.ts";
import type { WindowSettings } from "./window.ts";

interface PageProps {
  readonly page: PageInstance;
  readonly ready: (draw: () => void) => void;
  /** The component that is the page's tab bar, or "". */
  readonly tabBar: string;
  /** False as long as nothing but the tab bar is drawn. */
  readonly whole: boolean;
}

const NOTHING = {};

class PageView extends PreactComponent<PageProps> {
  constructor(props: PageProps) {
    super(props);
    props.ready(() => this.forceUpdate());
  }

  override render(): ComponentChildren {
    const { page, tabBar, whole } = this.props as PageProps;
    const content = whole ? this.#content(page) : null;
    if (tabBar === "") return content;
    const bar = h(viewOf(tabBar), { id: tabBar, tag: "customize-tab-bar", owner: page.owner, given: NOTHING, items: undefined });
    return [content, h("view", { class: "a-customize-tab-bar" }, bar)];
  }

  #content({ owner, holder }: PageInstance): ComponentChildren {
    const { views, reporter } = owner.runtime;
    try {
      return views.get(owner.unit.view).R(holder.view, owner) as ComponentChildren;
    } catch (error) {
      // As on devices: nothing is shown (language.md, AXML, printing an object).
      reporter.report(error);
      return null;
    }
  }
}

export class Frame {
  readonly element: HTMLElement;
  /** The element that scrolls; ACSS knows it as `page`. */
  readonly scroller: HTMLElement;
  readonly window: WindowSettings;
  readonly bar: Bar;
  readonly #title: HTMLElement;
  #draw: (() => void) | undefined;
  #sign: HTMLElement | undefined;
  #tabBar = "";
  #whole = false;

  constructor(runtime: Runtime, window: WindowSettings, route: string, first: boolean) {
    this.window = window;
    this.#title = element("div", { class: "a-nav-title" });
    // The wallet's own bar is mirrored with the wallet's language; the page below it is the program's.
    const dir = directionOf(languageOf(runtime.door));
    this.bar = new Bar(this.#title, dir, first ? undefined : () => runtime.stack.backByBuyer());
    this.#title.addEventListener("click", () => runtime.stack.current?.page.live("onTitleClick"));
    this.scroller = document.createElement("page");
    this.element = element("section", { class: "a-page", "data-route": route }, this.bar.element, element("div", { class: "a-view" }, this.scroller));
    this.showWindow();
  }

  /** Draws the program's own tab bar, before the page's onLoad and onShow: they find it with getTabBar (open-docs, custom tabBar). */
  mountTabBar(page: PageInstance, tabBar: string): void {
    this.#tabBar = tabBar;
    this.#render(page);
  }

  /** Draws the page for the first time; components in it are mounted when this returns. */
  mount(page: PageInstance): void {
    const { owner } = page;
    for (const [name, value] of Object.entries(hostProps(owner, "page", {}, {}))) {
      if (typeof value === "string") this.scroller.setAttribute(name, value);
      else (this.scroller as unknown as Record<string, unknown>)[name] = value;
    }
    this.#whole = true;
    this.#render(page);
  }

  /** Draws again with the data as it is; false before the first time and after the last. */
  draw(): boolean {
    if (this.#whole) this.#draw?.();
    return this.#whole && this.#draw !== undefined;
  }

  /** Shows title and colors as they are in `window` now. */
  showWindow(): void {
    const { title, barColor, frontColor, lineColor, titleImage, transparent, background } = this.window;
    const bar = this.bar.element;
    this.#title.replaceChildren(titleImage === "" ? title : element("img", { src: titleImage, alt: title }));
    bar.style.background = transparent ? "transparent" : barColor;
    bar.style.boxShadow = lineColor === "" ? "" : `inset 0 -1px ${lineColor}`;
    bar.classList.toggle("a-nav-dark", frontColor === "" ? isDark(barColor) && !transparent : !isDark(frontColor));
    this.element.classList.toggle("a-page-transparent", transparent);
    this.element.style.background = background;
  }

  /** Shows or takes away the sign that the page is being refreshed. */
  refreshing(on: boolean): void {
    this.#sign?.remove();
    this.#sign = on ? element("div", { class: "a-pull", role: "status", "aria-label": "Refreshing", "data-testid": "pull-refresh" }, element("i", { class: "a-spinner" })) : undefined;
    if (this.#sign !== undefined) this.scroller.before(this.#sign);
  }

  show(shown: boolean): void {
    this.element.classList.toggle("a-page-hidden", !shown);
  }

  end(): void {
    this.#draw = undefined;
    render(null, this.scroller);
    this.element.remove();
  }

  #render(page: PageInstance): void {
    const ready = (draw: () => void): void => void (this.#draw = draw);
    render(h(PageView, { page, ready, tabBar: this.#tabBar, whole: this.#whole }), this.scroller);
  }
}

function isDark(color: string): boolean {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color)?.[1];
  if (hex === undefined) return false;
  const [red = 0, green = 0, blue = 0] = (hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? [])).map((pair) => Number.parseInt(pair, 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 < 160;
}
