/** The JSAPIs that act on the pages themselves: titles, scrolling, pulling down. Navigation is in stack.ts. */

import { failure, isFields, success, type Fields, type Outcome } from "../../src/config.ts";
import type { LocalApi } from "../../src/local/index.ts";
import { messageOf } from "../../src/local/navigation.ts";
import type { JsonObject } from "../../compiler/output.ts";
import type { Stack } from "./stack.ts";
import { beginRefresh } from "./pulling.ts";
import { colorOf, type WindowSettings } from "./window.ts";

/**
 * Returns the APIs by name; each answers at once and works on the page that is shown.
 *
 * `opened` is how the program was, `ext` what it was configured with (ext.json).
 */
export function shellApis(stack: Stack, opened: Fields, ext: JsonObject): Record<string, LocalApi> {
  const onPage = (act: (entry: NonNullable<Stack["current"]>, options: Fields) => Outcome | undefined): LocalApi => (options) => {
    const { current } = stack;
    if (current === undefined) return failure(3, "no page is open");
    return act(current, isFields(options) ? options : {}) ?? success();
  };
  const onTab = (options: unknown, act: (index: number, options: Fields) => void): Outcome => {
    const given = isFields(options) ? options : {};
    const index = given["index"];
    if (typeof index !== "number" || stack.tabBar.tabs[index] === undefined) return failure(2, "invalid parameter!");
    act(index, given);
    return success();
  };
  return {
    setNavigationBar: onPage(({ frame }, { title, backgroundColor, frontColor, borderBottomColor, image, reset }) => {
      if (reset === true) Object.assign(frame.window, { barColor: "", frontColor: "", lineColor: "", titleImage: "" });
      if (typeof title === "string") frame.window.title = title;
      if (typeof image === "string") frame.window.titleImage = image;
      colorBar(frame.window, backgroundColor, frontColor);
      // As documented, a background of one's own has no line.
      if (borderBottomColor !== undefined && backgroundColor === undefined) frame.window.lineColor = colorOf(borderBottomColor);
      frame.showWindow();
      return undefined;
    }),
    // The parameters of these three are [I]: setNavigationBar has them all, the types have the names alone.
    setNavigationBarTitle: onPage(({ frame }, { title }) => {
      if (typeof title !== "string") return failure(2, "invalid parameter!");
      frame.window.title = title;
      frame.showWindow();
      return undefined;
    }),
    setNavigationBarColor: onPage(({ frame }, { backgroundColor, frontColor }) => {
      if (backgroundColor === undefined && frontColor === undefined) return failure(2, "invalid parameter!");
      colorBar(frame.window, backgroundColor, frontColor);
      frame.showWindow();
      return undefined;
    }),
    setNavigationBarBottomLineColor: onPage(({ frame }, { color }) => {
      if (color === undefined) return failure(2, "invalid parameter!");
      frame.window.lineColor = colorOf(color);
      frame.showWindow();
      return undefined;
    }),
    getMenuButtonBoundingClientRect: onPage(({ frame }) => success({ ...frame.bar.menu() })),
    getLeftButtonsBoundingClientRect: onPage(({ frame }) => success(frame.bar.left())),
    enableAlertBeforeUnload: (options) => stack.guard(messageOf(options)),
    disableAlertBeforeUnload: () => stack.guard(undefined),
    getExtConfig: () => success({ data: copied(ext), extConfig: copied(ext) }),
    getExtConfigSync: () => success(copied(ext)),
    showNavigationBarLoading: onPage(({ frame }) => void frame.element.setAttribute("data-bar-loading", "")),
    hideNavigationBarLoading: onPage(({ frame }) => void frame.element.removeAttribute("data-bar-loading")),
    pageScrollTo: onPage(({ frame }, { scrollTop, selector }) => {
      if (typeof scrollTop === "number") frame.scroller.scrollTop = scrollTop;
      else if (typeof selector === "string") frame.scroller.querySelector(selector)?.scrollIntoView({ block: "start", behavior: "instant" });
      else return failure(2, "invalid parameter!");
      return undefined;
    }),
    startPullDownRefresh: onPage((entry) => void queueMicrotask(() => beginRefresh(entry, "code"))),
    stopPullDownRefresh: onPage(({ frame }) => void frame.refreshing(false)),
    setBackgroundTextStyle: onPage(({ frame }, { textStyle }) => void frame.element.setAttribute("data-pull-style", String(textStyle ?? "dark"))),
    setCanPullDown: onPage(({ frame }, { canPullDown }) => void (frame.window.pullRefresh = canPullDown === true)),
    setBackgroundColor: onPage(({ frame }, { backgroundColor }) => {
      frame.window.background = colorOf(backgroundColor);
      frame.showWindow();
      return undefined;
    }),
    getTitleColor: onPage(({ frame }) => success({ color: frame.window.barColor })),
    showSharePanel: async () => (stack.current === undefined ? failure(3, "no page is open") : stack.share("code", {})),
    hideShareMenu: onPage(({ frame }) => void frame.element.setAttribute("data-share-menu", "hidden")),
    showShareMenu: onPage(({ frame }) => void frame.element.removeAttribute("data-share-menu")),
    getLaunchOptionsSync: () => success(opened),
    getEnterOptionsSync: () => success(opened),
    setTabBarItem: (options) => onTab(options, (at, { text, iconPath, selectedIconPath }) => stack.tabBar.change(at, text, iconPath, selectedIconPath)),
    setTabBarStyle: (options) => (stack.tabBar.style(isFields(options) ? options : {}), success()),
    setTabBarBadge: (options) => onTab(options, (at, { text }) => stack.tabBar.mark(at, String(text ?? ""))),
    removeTabBarBadge: (options) => onTab(options, (at) => stack.tabBar.mark(at, undefined)),
    showTabBarRedDot: (options) => onTab(options, (at) => stack.tabBar.mark(at, "")),
    hideTabBarRedDot: (options) => onTab(options, (at) => stack.tabBar.mark(at, undefined)),
    showTabBar: () => (stack.tabBar.hide(false), success()),
    hideTabBar: () => (stack.tabBar.hide(true), success()),
  };
}

function colorBar(window: WindowSettings, background: unknown, front: unknown): void {
  if (background !== undefined) window.barColor = colorOf(background);
  if (front !== undefined) window.frontColor = colorOf(front);
}

/** A program that changes what it got must not change what the next caller gets. */
const copied = (value: JsonObject): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;
