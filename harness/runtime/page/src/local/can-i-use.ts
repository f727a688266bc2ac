/** `my.canIUse("tradePay")`, `my.canIUse("tradePay.object.paymentUrl")`: true to what this wallet offers. */

import { success } from "../config.ts";
import type { LocalApi } from "./index.ts";

/** Parameters (`object`) and result keys (`return`) of the APIs whose surface jsapi.md documents. */
const SURFACE: Readonly<Record<string, readonly [object: string, result: string]>> = {
  getAuthCode: ["scopes", "authCode authSuccessScopes authErrorScopes"],
  tradePay: ["paymentUrl tradeNO orderStr", "resultCode"],
  request: ["url method headers data dataType timeout enableCookie", "data status headers"],
  alert: ["title content buttonText", ""],
  confirm: ["title content confirmButtonText cancelButtonText", "confirm"],
  prompt: ["title message placeholder align okButtonText cancelButtonText", "ok inputValue"],
  showToast: ["content type duration", ""],
  showLoading: ["content delay", ""],
  hideLoading: ["page", ""],
  showActionSheet: ["title items cancelButtonText destructiveBtnIndex badges", "index"],
  navigateTo: ["url", ""],
  redirectTo: ["url", ""],
  reLaunch: ["url", ""],
  switchTab: ["url", ""],
  navigateBack: ["delta", ""],
  getStorage: ["key", "data"],
  setStorage: ["key data", ""],
  removeStorage: ["key", ""],
  getAppIdSync: ["", "appId"],
  getNetworkType: ["", "networkAvailable networkType"],
};
const CALLBACKS = "success fail complete";

export function canIUse(offered: ReadonlySet<string>): Record<string, LocalApi> {
  return { canIUse: (question) => success(typeof question === "string" && answer(question, offered)) };
}

/** Answers one question of the form `api[.object|.return|.callback[.name]]`. */
export function answer(question: string, offered: ReadonlySet<string>): boolean {
  const [api = "", part, name] = question.split(".");
  if (!offered.has(api) && api !== "call") return false;
  if (part === undefined) return true;
  const [parameters, results] = SURFACE[api] ?? SURFACE[api.replace(/Sync$/, "")] ?? ["", ""];
  const known =
    part === "object" ? `${parameters} ${CALLBACKS}` : part === "return" || part === "callback" ? results : undefined;
  if (known === undefined) return false;
  return name === undefined || known.split(" ").includes(name);
}
