/** The APIs a page answers by itself, because they are synchronous or act on the page. */

import type { Config, Outcome } from "../config.ts";
import { canIUse } from "./can-i-use.ts";
import { codes } from "./codes.ts";
import { fonts } from "./fonts.ts";
import { navigation } from "./navigation.ts";
import { screen } from "./screen.ts";
import type { PhoneDoor } from "../phone-door.ts";
import { pictures } from "./pictures.ts";
import { sockets } from "./sockets.ts";
import { storage } from "./storage.ts";
import { system } from "./system.ts";

/** Takes what the program passed and says how the call ended; may throw, which is error 3. */
export type LocalApi = (options: unknown) => Outcome | Promise<Outcome>;

/** The APIs that answer at once although their names do not end in Sync. */
export const SYNCHRONOUS: ReadonlySet<string> = new Set([
  "canIUse", "getWindowInfo", "getAppBaseInfo", "arrayBufferToBase64", "base64ToArrayBuffer", "getSystemSetting", "getAppAuthorizeSetting",
  "getMenuButtonBoundingClientRect", "getLeftButtonsBoundingClientRect",
]);

/** Answered at once by what only the phone knows, which reports the call itself. */
export const ASKED = ["getBatteryInfoSync", "getSystemSetting", "getAppAuthorizeSetting"] as const;

export function localApis(config: Config, offered: ReadonlySet<string>, phone: PhoneDoor): Record<string, LocalApi> {
  return Object.assign(Object.create(null) as Record<string, LocalApi>, {
    ...system(config),
    ...screen(),
    ...storage(config.appId),
    ...navigation(phone.leaving),
    ...fonts,
    ...codes,
    ...canIUse(offered),
    ...phone.events.apis(),
    ...pictures(phone),
    ...sockets(phone),
    ...Object.fromEntries(ASKED.map((name) => [name, () => phone.askNow(name, {})])),
  });
}
