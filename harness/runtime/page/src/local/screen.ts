/** What acts on an H5 program's document: its title, scrolling, the keyboard. A native program's runtime has its own. */

import { failure, isFields, success, type Fields, type Outcome } from "../config.ts";
import { native } from "../natives.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import type { LocalApi } from "./index.ts";

const withFields =
  (act: (options: Fields) => Outcome | undefined): LocalApi =>
  (options) =>
    act(isFields(options) ? options : {}) ?? success();

export function screen(): Record<string, LocalApi> {
  return {
    setNavigationBar: withFields(({ title }) => {
      if (typeof title === "string") document.title = title;
      return undefined;
    }),
    setNavigationBarTitle: withFields(({ title }) => {
      if (typeof title !== "string") return failure(2, "invalid parameter!");
      document.title = title;
      return undefined;
    }),
    pageScrollTo: withFields(({ scrollTop, selector }) => {
      if (typeof scrollTop === "number") window.scrollTo({ top: scrollTop, behavior: "instant" });
      else if (typeof selector === "string") document.querySelector(selector)?.scrollIntoView({ block: "start", behavior: "instant" });
      else return failure(2, "invalid parameter!");
      return undefined;
    }),
    hideKeyboard: () => {
      (document.activeElement as HTMLElement | null)?.blur();
      return success();
    },
    hideBackHome: () => success(), // there is no home button: a program here is entered by its first page
    getImageInfo: (options) => imageInfo(isFields(options) ? options["src"] : undefined),
    arrayBufferToBase64: (buffer) => success(toBase64(buffer)),
    base64ToArrayBuffer: (text) => success(fromBase64(text)),
  };
}

/** Loads the picture; error 12 where it does not come, as the documents have it for a picture that cannot be read. */
function imageInfo(source: unknown): Outcome | Promise<Outcome> {
  if (typeof source !== "string" || source === "") return failure(2, "invalid parameter!");
  return new native.Promise<Outcome>((resolve) => {
    const image = new globalThis.Image();
    image.onload = () => {
      const type = /\.(\w+)(?:[?#].*)?$/.exec(image.src)?.[1]?.toLowerCase() ?? "";
      resolve(success({ width: image.naturalWidth, height: image.naturalHeight, path: source, orientation: "up", type }));
    };
    image.onerror = () => resolve(failure(12, "the picture cannot be loaded"));
    image.src = source;
  });
}
