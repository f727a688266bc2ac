/** The tab bar under the pages that app.json names as tabs. */

import type { ProgramOutput } from "../../compiler/output.ts";
import { urlOf } from "../builtins/kit.ts";
import { element } from "./dom.ts";
import { colorOf, objectOf } from "./window.ts";

interface Tab {
  readonly route: string;
  name: string;
  icon: string;
  activeIcon: string;
}

export class TabBar {
  readonly element: HTMLElement;
  readonly tabs: readonly Tab[];
  readonly #colors: { text: string; selected: string };
  #shown = "";
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

  /** `my.setTabBarItem`; what is no text stays as it was. */
  change(index: number, name: unknown, icon: unknown, activeIcon: unknown): void {
    const [tab, label] = [this.tabs[index], this.#items[index]?.querySelector("span")];
    if (tab === undefined || label === null || label === undefined) return;
    if (typeof name === "string") label.textContent = tab.name = name;
    if (typeof icon === "string") tab.icon = urlOf("app.json", icon);
    if (typeof activeIcon === "string") tab.activeIcon = urlOf("app.json", activeIcon);
    this.show(this.#shown);
  }

  /** `my.setTabBarStyle`. */
  style({ color, selectedColor, backgroundColor }: Readonly<Record<string, unknown>>): void {
    if (color !== undefined) this.#colors.text = colorOf(color);
    if (selectedColor !== undefined) this.#colors.selected = colorOf(selectedColor);
    if (backgroundColor !== undefined) this.element.style.background = colorOf(backgroundColor);
    this.show(this.#shown);
  }

  /** Puts a badge on a tab, a red dot where the text is "", or takes it away. */
  mark(index: number, text: string | undefined): void {
    const item = this.#items[index];
    item?.querySelector(".a-tab-badge")?.remove();
    if (text !== undefined) item?.append(element("b", { class: "a-tab-badge", "data-testid": `tab-badge-${index}` }, text));
  }

  show(route: string): void {
    this.#shown = route;
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
