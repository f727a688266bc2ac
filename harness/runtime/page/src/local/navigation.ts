/** Page navigation of an H5 program: real documents, with the wallet's limit on how deep they may stack (jsapi.md 1.6). */

import { failure, isFields, success, type Outcome } from "../config.ts";
import type { Leaving } from "../leaving.ts";
import { native } from "../natives.ts";
import { afterBack, afterRedirect, pagesNow } from "./page-stack.ts";
import type { LocalApi } from "./index.ts";

const LIMIT = 10;
/** Session storage: it lives as long as the program's tab and is seen by all its documents. */
const STACK = "my.pages";

export function navigation(leaving: Leaving): Record<string, LocalApi> {
  const read = (): readonly string[] => {
    const kept = native.parse(sessionStorage.getItem(STACK) ?? "[]") as readonly string[];
    return pagesNow(kept, location.href);
  };
  const write = (pages: readonly string[]): void => sessionStorage.setItem(STACK, native.stringify(pages));

  const towards =
    (go: (pages: readonly string[], url: string) => Outcome): LocalApi =>
    (options) => {
      const url = isFields(options) ? options["url"] : undefined;
      if (typeof url !== "string" || url === "") return failure(2, "invalid parameter!");
      return go(read(), new URL(url, document.baseURI).href);
    };

  return {
    navigateTo: towards((pages, url) => {
      if (pages.length >= LIMIT) return failure(1, `depth can not be more than ${LIMIT}`);
      write([...pages, url]);
      open(url);
      return success();
    }),
    redirectTo: towards((pages, url) => {
      write(afterRedirect(pages, url));
      location.replace(url);
      return success();
    }),
    reLaunch: towards((_pages, url) => {
      write([url]);
      location.replace(url);
      return success();
    }),
    navigateBack: (options) => {
      const pages = read();
      const delta = isFields(options) && typeof options["delta"] === "number" ? options["delta"] : 1;
      const left = afterBack(pages, delta);
      write(left);
      // history.go(0) would reload the first page.
      if (left.length < pages.length) history.go(left.length - pages.length);
      return success();
    },
    enableAlertBeforeUnload: (options) => {
      if (read().length <= 1) return failure(8, "can not invoke enableAlertBeforeUnload at first page");
      leaving.message = messageOf(options);
      return success({ success: true });
    },
    disableAlertBeforeUnload: () => {
      leaving.message = undefined;
      return success({ success: true });
    },
    switchTab: () => failure(1, "an H5 program has no tab bar"),
  };
}

/** Opens a page over this one, also while this one is still being loaded, where `location.assign` would put it in its place. */
function open(url: string): void {
  const { navigation } = window as { readonly navigation?: { navigate(url: string, options: { readonly history: "push" }): unknown } };
  if (navigation === undefined || !/^https?:/.test(url)) location.assign(url);
  else navigation.navigate(url, { history: "push" });
}

/** What is asked before a page is left; "" is the wallet's own question. */
export function messageOf(options: unknown): string {
  const message = isFields(options) ? options["message"] : undefined;
  return typeof message === "string" ? message : "";
}
