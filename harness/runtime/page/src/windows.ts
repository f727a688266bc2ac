/**
 * The one window of a wallet's web-view: what would open another is opened in its place.
 *
 * Android's WebView is so by default (`WebSettings.setSupportMultipleWindows(false)`): `window.open`, `target="_blank"` and
 * the name of a frame that is not there all lead the page itself on. The browser would open a tab, which no phone shows.
 */

import { native } from "./natives.ts";

const HERE = new Set(["", "_self", "_parent", "_top"]);

/** Keeps everything in one window; `alone` where the frame is a window by itself (a native program's web-view). */
export function keepOneWindow(alone: boolean): void {
  const whole = (): Window => (alone ? window : (window.top ?? window));

  window.open = (url?: string | URL, name = "_blank", features = ""): Window | null => {
    const known = frameOf(name);
    const opened = known ?? whole();
    if (url !== undefined && String(url) !== "") opened.location.href = new URL(url, document.baseURI).href;
    return /\bno(opener|referrer)\b/.test(features) ? null : opened;
  };

  const stay = (element: Element, attribute: string): void => {
    const given = element.getAttribute(attribute) ?? (attribute === "target" ? baseTarget() : "");
    if (!HERE.has(given.toLowerCase()) && frameOf(given) === undefined) element.setAttribute(attribute, alone ? "_self" : "_top");
  };
  const link = (event: Event): void => {
    for (const element of event.composedPath()) if (element instanceof Element && element.matches("a, area")) stay(element, "target");
  };
  const form = ({ target, submitter }: SubmitEvent): void => {
    stay(target as Element, "target");
    if (submitter?.hasAttribute("formtarget") === true) stay(submitter, "formtarget");
  };
  window.addEventListener("click", link, true);
  window.addEventListener("auxclick", link, true);
  window.addEventListener("submit", form, true);

  // Neither tells the window: a link that stands nowhere, and a form that a script sends off.
  const { click } = HTMLElement.prototype;
  HTMLElement.prototype.click = function () {
    if (this.matches("a, area")) stay(this, "target");
    native.apply(click, this, []);
  };
  const { submit } = HTMLFormElement.prototype;
  HTMLFormElement.prototype.submit = function () {
    stay(this, "target");
    native.apply(submit, this, []);
  };
}

function baseTarget(): string {
  return document.querySelector("base[target]")?.getAttribute("target") ?? "";
}

/** The window that a name stands for already: this one, one around it, or a frame of the page's. */
function frameOf(name: string): Window | undefined {
  const around: Readonly<Record<string, Window | null>> = { _self: window, _parent: window.parent, _top: window.top };
  const known = around[name.toLowerCase()];
  if (known != null) return known;
  return [...document.querySelectorAll("iframe, frame")].find((frame) => frame.getAttribute("name") === name && name !== "")
    ? ((window as unknown as Record<string, Window | undefined>)[name] ?? undefined)
    : undefined;
}
