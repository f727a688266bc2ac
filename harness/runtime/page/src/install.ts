/** The one entry: puts the wallet and the test engine into a document, before its own scripts run. */

import { announceBridge, makeBridge, makeWindVane } from "./bridge.ts";
import type { Config } from "./config.ts";
import { makeEngine } from "./engine/index.ts";
import { makeMy } from "./my.ts";
import { makeDoor } from "./native-door.ts";
import { Sheets } from "./sheets/index.ts";
import { makeTester } from "./tester.ts";
import { Wallet } from "./wallet.ts";
import { watchWebSockets } from "./web-sockets.ts";
import { makeWebViewMy, WEB_VIEW } from "./web-view-my.ts";
import { keepOneWindow } from "./windows.ts";

/** Installs `my` and the bridges in the top frame, the engine in every frame. Everything is made when first read. */
export function install(config: Config): void {
  const sheets = once(() => new Sheets(config));
  const isRead = reading();
  keepOneWindow(config.native === true);
  if (window.top !== window) {
    lazily(config.engine, false, () => makeEngine(sheets(), isRead));
    if (config.native === true && window.name.startsWith(WEB_VIEW)) lazily("my", true, () => makeWebViewMy(config.apis));
    return;
  }

  const wallet = once(() => new Wallet(config, sheets()));
  const tester = once(() => makeTester(wallet(), config.native === true));
  lazily(config.engine, false, () => Object.defineProperty(makeEngine(sheets(), isRead), "tester", { get: tester }));
  const my = once(() => makeMy(wallet()));
  lazily("my", true, my);
  if (config.native === true) lazily("__nativeDoor", false, () => makeDoor(my(), wallet(), config));
  else watchWebSockets(() => wallet().phone.frames);
  lazily("AlipayJSBridge", true, () => makeBridge(wallet()));
  if (config.apis.includes("WindVane")) lazily("WindVane", true, () => makeWindVane(wallet()));
  announceBridge();
}

/** Follows the document from its first byte: the answer is whether it has been read and its deferred scripts have run. */
function reading(): () => boolean {
  let read = false;
  document.addEventListener("DOMContentLoaded", () => (read = true), { once: true });
  return () => read || document.readyState === "complete";
}

/**
 * Defines a window property that assignments do not change: a bridge script loaded later must not replace the wallet.
 *
 * Configurable all the same: `const my = window.my` at the top of a classic script is a SyntaxError otherwise.
 */
function lazily(name: string, enumerable: boolean, make: () => object): void {
  const get = once(make);
  Object.defineProperty(window, name, { configurable: true, enumerable, get, set: () => undefined });
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
