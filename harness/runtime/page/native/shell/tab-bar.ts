/** The tab bar under the pages that app.json names as tabs. */

import type { ProgramOutput } from "../../compiler/output.ts";
import { urlOf } from "../builtins/kit.ts";
import { element } from "./dom.ts";
import { colorOf, objectOf } from "./window.ts";

interface Tab {
  readonly route: string;
  readonly name: string;
  readonly icon: string;
  readonly activeIcon: string;
}

export class TabBar {
  readonly element: HTMLElement;
  readonly tabs: readonly Tab[];
  readonly #colors: { readonly text: string; readonly selected: string };
  readonly #items: readonly HTMLElement[];

  constructor(program: ProgramOutput, choose: (index: number) => void) {
    const settings = objectOf(program.app["tabBar"]);
    const items = Array.isArray(settings["items"]) ? settings["items"] : [];
    const text = (value: unknown): string => (typeof value === "string" ? value : "");
    this.tabs = items.map(objectOf).map((item) => ({
      route: text(item["pagePath"]).replace(/^\//, ""),
      name: text(item["name"]),
      icon: urlOf("app.json", item["icon"]),
      activeIcon: urlOf("app.json", item["activeIcon"] ?? item["icon"]),
    }));
    this.#colors = { text: colorOf(settings["textColor"]), selected: colorOf(settings["selectedColor"]) };
    this.#items = this.tabs.map(({ name }, index) => {
      const item = element("a-action", { class: "a-tab", role: "tab", tabindex: "0", "data-testid": `tab-${index}` }, element("i", { class: "a-tab-icon" }), element("span", {}, name));
      item.addEventListener("click", () => choose(index));
      return item;
    });
    this.element = element("nav", { class: "a-tabs", role: "tablist" }, ...this.#items);
    this.element.style.background = colorOf(settings["backgroundColor"]);
  }

  isTab(route: string): boolean {
    return this.tabs.some((tab) => tab.route === route);
  }

  /** `my.hideTabBar`, `my.showTabBar`. */
  hide(hidden: boolean): void {
    this.element.style.visibility = hidden ? "hidden" : "";
  }

  show(route: string): void {
    const shown = this.isTab(route);
    this.element.classList.toggle("a-tabs-hidden", !shown);
    if (!shown) return;
    this.tabs.forEach((tab, index) => {
      const item = this.#items[index] as HTMLElement;
      const selected = tab.route === route;
      item.setAttribute("aria-selected", String(selected));
      item.style.color = selected ? this.#colors.selected : this.#colors.text;
      const icon = selected ? tab.activeIcon : tab.icon;
      (item.firstElementChild as HTMLElement).style.cssText = icon === "" ? "" : `background-image:url("${icon}")`;
      if (icon === "") item.firstElementChild?.removeAttribute("style");
    });
  }
}
