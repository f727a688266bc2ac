/** `my` inside a native program's `<web-view>`: a message channel to the program, and calls that the program's phone serves. */

import { argumentsOf, settle } from "./calls.ts";
import type { Outcome } from "./config.ts";
import { SYNCHRONOUS } from "./local/index.ts";
import { native } from "./natives.ts";

/** The name of a web-view's frame begins so (native/builtins/web-view.ts). */
export const WEB_VIEW = "a-web-view:";

/** From the frame to the program. */
export type FromWebView =
  | { readonly webView: "message"; readonly data: unknown }
  | { readonly webView: "call"; readonly call: number; readonly api: string; readonly params: unknown };

/** From the program to the frame. */
export type ToWebView =
  | { readonly webView: "message"; readonly data: unknown }
  | { readonly webView: "answer"; readonly call: number; readonly outcome: Outcome };

type Listener = (data: unknown) => unknown;

/** The names of its own. */
const OWN = ["postMessage", "onMessage", "getEnv", "canIUse"];

/** `apis` is what the wallet offers; here only what is answered later, not at once, because the program's page is asked. */
export function makeWebViewMy(apis: readonly string[]): object {
  const offered = new Set(apis.filter((name) => !name.endsWith("Sync") && !SYNCHRONOUS.has(name) && !/^(?:on|off)(?:[A-Z]|$)/.test(name)));
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let calls = 0;
  const send = (message: FromWebView): void => window.parent.postMessage(message, "*");

  const my: Record<string, unknown> = {
    onMessage: undefined,
    postMessage: (data: unknown) => send({ webView: "message", data: native.parse(native.stringify(data ?? null)) as unknown }),
    getEnv: (callback?: Listener) => callback?.({ miniprogram: true }),
    canIUse: (name: unknown) => OWN.includes(String(name)) || offered.has(String(name)),
  };
  window.addEventListener("message", ({ source, data }: MessageEvent<ToWebView | undefined>) => {
    if (source !== window.parent || typeof data !== "object") return;
    if (data.webView === "message") (my["onMessage"] as Listener | undefined)?.(data.data);
    else if (data.webView === "answer") {
      waiting.get(data.call)?.(data.outcome);
      waiting.delete(data.call);
    }
  });
  const call = (api: string) => (first: unknown, second: unknown): unknown => {
    const given = argumentsOf(first, second);
    const params = native.parse(native.stringify(given.options) ?? "{}") as unknown;
    calls += 1;
    const number = calls;
    const run = new native.Promise<Outcome>((resolve) => waiting.set(number, resolve));
    send({ webView: "call", call: number, api, params });
    return settle(run, given, false);
  };
  return new Proxy(my, {
    get(target, name) {
      if (typeof name !== "string" || name in target || !offered.has(name)) return Reflect.get(target, name) as unknown;
      return (target[name] = call(name));
    },
  });
}
