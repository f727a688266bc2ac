/** What program code sees by name: the language, timers and the framework. The browser is out of sight. */

/** Names of the browser that a Mini Program's logic does not have (language.md: no window, no document). */
export const HIDDEN = (
  "window document top parent frames opener location history navigator localStorage sessionStorage indexedDB caches " +
  "cookieStore fetch XMLHttpRequest WebSocket EventSource Worker SharedWorker alert confirm prompt open close print stop " +
  "postMessage addEventListener removeEventListener dispatchEvent MutationObserver IntersectionObserver ResizeObserver " +
  "Image Audio Option HTMLElement Element Node Document Event CustomEvent DOMParser XMLSerializer customElements screen " +
  "visualViewport requestAnimationFrame cancelAnimationFrame requestIdleCallback getComputedStyle matchMedia FormData " +
  "FileReader Blob File URL URLSearchParams Notification crypto performance AlipayJSBridge WindVane HarnessNative importScripts"
).split(" ");

const LANGUAGE = (
  "Object Function Array Number Boolean String Symbol BigInt Math Date JSON RegExp Error TypeError RangeError SyntaxError " +
  "ReferenceError EvalError URIError AggregateError Promise Proxy Reflect Map Set WeakMap WeakSet WeakRef " +
  "FinalizationRegistry ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array " +
  "Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array Intl Atomics parseInt " +
  "parseFloat isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape NaN Infinity " +
  "console queueMicrotask structuredClone TextEncoder TextDecoder atob btoa"
).split(" ");

const TIMERS = ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] as const;

type Names = Record<string, unknown>;

/** Returns the value of each name that is not simply the language's own. */
export function logicNames(framework: Names): Names {
  const names: Names = {};
  for (const name of HIDDEN) names[name] = undefined;
  for (const name of TIMERS) {
    // Looked up at each call: the page's clock may be put in place later.
    names[name] = (...given: unknown[]) => (globalThis[name] as (...given: unknown[]) => unknown)(...given);
  }
  Object.assign(names, framework);
  names["process"] = { env: { NODE_ENV: "production" } };
  const global: Names = { ...names };
  for (const name of LANGUAGE) global[name] = (globalThis as unknown as Names)[name];
  for (const name of HIDDEN) delete global[name];
  for (const name of ["global", "globalThis", "self", "$global"]) names[name] = global[name] = global;
  return names;
}
