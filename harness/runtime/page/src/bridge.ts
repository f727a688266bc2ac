/** The single-callback doors: `AlipayJSBridge` (H5 programs) and `WindVane` (Alibaba Cloud's SuperApp). */

import { argumentsOf } from "./calls.ts";
import { native } from "./natives.ts";
import type { Wallet } from "./wallet.ts";

const READY = "AlipayJSBridgeReady";

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

/**
 * Says that the bridge is there, after the program's own scripts, which listen for it.
 *
 * Who listens only afterwards is told as well, at once and for itself: the script that the real container puts into a page
 * does so too, with an `addEventListener` of its own on the document.
 */
export function announceBridge(): void {
  const announce = (): void => {
    const ready = new Event(READY);
    document.addEventListener = function (...given: Parameters<Document["addEventListener"]>): void {
      const [type, listener] = given;
      if (type === READY) native.setTimeout(() => hear(listener, ready), 1);
      else native.apply(listen, document, given);
    } as Document["addEventListener"];
    document.dispatchEvent(ready);
  };
  const listen = document.addEventListener.bind(document) as (...given: unknown[]) => void;
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", announce, { once: true });
  else queueMicrotask(announce);
}

function hear(listener: EventListenerOrEventListenerObject | null, event: Event): void {
  if (typeof listener === "function") native.apply(listener, document, [event]);
  else listener?.handleEvent(event);
}
