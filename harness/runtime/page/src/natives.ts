/**
 * What the browser itself offers, taken before any script of the program runs.
 *
 * Playwright's `page.clock` replaces timers afterwards and a program may patch `fetch` or `attachShadow`: the runtime
 * must go on working, and must not hand its secrets to a patched function.
 */

type Timer = "setTimeout" | "clearTimeout" | "requestAnimationFrame" | "cancelAnimationFrame" | "queueMicrotask";

function own<Name extends Timer | "fetch" | "reportError">(name: Name): (typeof globalThis)[Name] {
  const value = globalThis[name] as unknown;
  return (typeof value === "function" ? value.bind(globalThis) : value) as (typeof globalThis)[Name];
}

const clock = globalThis.performance;
const attach = (globalThis.Element as typeof Element | undefined)?.prototype.attachShadow;
const listen = (globalThis.EventTarget as typeof EventTarget | undefined)?.prototype.addEventListener;

export const native = {
  fetch: own("fetch"),
  setTimeout: own("setTimeout"),
  clearTimeout: own("clearTimeout"),
  queueMicrotask: own("queueMicrotask"),
  requestAnimationFrame: own("requestAnimationFrame"),
  cancelAnimationFrame: own("cancelAnimationFrame"),
  reportError: own("reportError"),
  MutationObserver: globalThis.MutationObserver,
  AbortController: globalThis.AbortController,
  WebSocket: globalThis.WebSocket,
  XMLHttpRequest: globalThis.XMLHttpRequest,
  Promise: globalThis.Promise,
  stringify: JSON.stringify,
  parse: JSON.parse,
  apply: Reflect.apply,
  now: clock.now.bind(clock),
};

/**
 * Calls `act` for what the buyer does, and for nothing that a script does in the buyer's place.
 *
 * With the browser's own `addEventListener`: a patched one would get the listener and could call it with any event.
 */
export function onBuyer<Type extends keyof HTMLElementEventMap>(
  element: HTMLElement,
  type: Type,
  act: (event: HTMLElementEventMap[Type]) => void,
): void {
  const trusted = (event: HTMLElementEventMap[Type]): void => {
    if (event.isTrusted) act(event);
  };
  native.apply(listen as typeof EventTarget.prototype.addEventListener, element, [type, trusted as EventListener]);
}

/** Attaches a closed shadow root with the browser's own `attachShadow`, so that a patched one never sees the root. */
export function closedShadow(element: Element): ShadowRoot {
  return native.apply(attach as typeof Element.prototype.attachShadow, element, [{ mode: "closed" }]) as ShadowRoot;
}
