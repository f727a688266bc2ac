/** What app.json and a page's JSON file say about its window. */

import type { JsonObject, ProgramOutput } from "../../compiler/output.ts";

export interface WindowSettings {
  title: string;
  /** Of the navigation bar, as CSS. */
  barColor: string;
  /** Of what stands in it: "" leaves that to how dark it is. */
  frontColor: string;
  /** Of the line under it, "" for none. */
  lineColor: string;
  titleImage: string;
  transparent: boolean;
  background: string;
  reachBottom: number;
  pullRefresh: boolean;
  /** What is asked before the buyer goes back from here (my.enableAlertBeforeUnload); undefined where nothing is. */
  leaving: string | undefined;
}

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

export function windowOf(program: ProgramOutput, route: string): WindowSettings {
  const page = program.pages[route]?.config ?? {};
  const settings: JsonObject = { ...objectOf(program.app["window"]), ...page, ...objectOf(page["window"]) };
  const text = (name: string): string => (typeof settings[name] === "string" ? settings[name] : "");
  return {
    title: text("defaultTitle") || text("navigationBarTitleText"),
    barColor: colorOf(settings["titleBarColor"] ?? settings["navigationBarBackgroundColor"]),
    frontColor: "",
    lineColor: "",
    titleImage: text("titleImage"),
    transparent: text("transparentTitle") === "always" || text("transparentTitle") === "auto",
    background: colorOf(settings["backgroundColor"]),
    reachBottom: typeof settings["onReachBottomDistance"] === "number" ? settings["onReachBottomDistance"] : 50,
    pullRefresh: settings["pullRefresh"] === true || settings["pullRefresh"] === "YES",
    leaving: undefined,
  };
}

/** Colors are written `#rrggbb` or as a decimal number. */
export function colorOf(value: unknown): string {
  if (typeof value === "number") return `#${value.toString(16).padStart(6, "0")}`;
  if (typeof value !== "string") return "";
  return /^\d+$/.test(value) && value.length > 6 ? `#${Number(value).toString(16).padStart(6, "0")}` : value;
}
