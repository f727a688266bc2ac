/** The single-callback doors: `AlipayJSBridge` (H5 programs) and `WindVane` (Alibaba Cloud's SuperApp). */

import { argumentsOf } from "./calls.ts";
import type { Wallet } from "./wallet.ts";

/** Makes `AlipayJSBridge`: one callback that gets the result of either outcome (jsapi.md 1.1). */
export function makeBridge(wallet: Wallet): object {
  return {
    call(api: unknown, first?: unknown, second?: unknown): void {
      void wallet.call(String(api), first, second, "AlipayJSBridge", true);
    },
  };
}

/** Makes `WindVane`: `call("wv", name, params, ok, fail)`. */
export function makeWindVane(wallet: Wallet): object {
  return {
    call(_channel: unknown, api: unknown, params?: unknown, success?: unknown, fail?: unknown): void {
      const { options } = argumentsOf(params);
      void wallet.call(String(api), { ...options, success, fail }, undefined, "WindVane", true);
    },
  };
}

/** Says once that the bridge is there: after the program's own scripts, which listen for it. */
export function announceBridge(): void {
  const announce = (): void => {
    document.dispatchEvent(new Event("AlipayJSBridgeReady"));
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", announce, { once: true });
  else queueMicrotask(announce);
}
