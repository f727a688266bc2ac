/** What the phone says about itself, as far as the page knows it. */

import { failure, success, type Config, type Fields } from "../config.ts";
import { native } from "../natives.ts";
import type { LocalApi } from "./index.ts";

export function system(config: Config): Record<string, LocalApi> {
  const { systemInfo, appId } = config;
  // A fresh copy each time: a program that changes what it got must not change what the next caller gets.
  const info: LocalApi = () => success(native.parse(native.stringify(systemInfo)) as unknown);
  const part = (...names: readonly string[]): LocalApi => () => success(Object.fromEntries(names.filter((name) => name in systemInfo).map((name) => [name, systemInfo[name]])));
  return {
    getSystemInfo: info,
    getSystemInfoSync: info,
    getWindowInfo: part("pixelRatio", "screenWidth", "screenHeight", "windowWidth", "windowHeight"),
    getAppBaseInfo: part("app", "language", "version", "platform"),
    getAppIdSync: () => (appId === "" ? failure(3, "unknown error!") : success({ appId })),
    getAccountInfoSync: () => success({ miniProgram: { appId, envVersion: "release" } }),
    getRunScene: () => success({ envVersion: "release" }),
    getLaunchOptionsSync: () => success(opening()),
    getEnterOptionsSync: () => success(opening()),
    getSiteInfo: () => success({ siteName: systemInfo["app"] }),
  };
}

/** How an H5 program was opened: its address. A native program's runtime answers for its own pages. */
function opening(): Fields {
  return { path: location.pathname, query: Object.fromEntries(new URLSearchParams(location.search)), scene: "1000", referrerInfo: {} };
}
