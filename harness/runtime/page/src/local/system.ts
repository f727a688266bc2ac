/** What the phone says about itself. */

import { failure, success, type Config } from "../config.ts";
import { native } from "../natives.ts";
import type { LocalApi } from "./index.ts";

export function system(config: Config): Record<string, LocalApi> {
  // A fresh copy each time: a program that changes what it got must not change what the next caller gets.
  const info: LocalApi = () => success(native.parse(native.stringify(config.systemInfo)) as unknown);
  const online = config.networkType.toUpperCase() !== "NONE" && config.networkType !== "";
  return {
    getSystemInfo: info,
    getSystemInfoSync: info,
    getNetworkType: () => success({ networkAvailable: online, networkType: config.networkType }),
    getAppIdSync: () => (config.appId === "" ? failure(3, "unknown error!") : success({ appId: config.appId })),
  };
}
