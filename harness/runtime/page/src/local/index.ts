/** The APIs a page answers by itself, because they are synchronous or act on the page. */

import type { Config, Outcome } from "../config.ts";
import { canIUse } from "./can-i-use.ts";
import { navigation } from "./navigation.ts";
import { storage } from "./storage.ts";
import { system } from "./system.ts";

/** Takes what the program passed and says how the call ended; may throw, which is error 3. */
export type LocalApi = (options: unknown) => Outcome;

export function localApis(config: Config, offered: ReadonlySet<string>): Record<string, LocalApi> {
  return Object.assign(Object.create(null) as Record<string, LocalApi>, {
    ...system(config),
    ...storage(config.appId),
    ...navigation(),
    ...canIUse(offered),
  });
}
