/** Addresses of pages: `/pages/a/a?x=1`, `../b/b`, `./c`. */

import type { Query } from "../logic/page.ts";

export interface PageAddress {
  readonly route: string;
  readonly query: Query;
}

/** Reads an address as the page at `from` would; `known` says which routes there are. The query is decoded once. */
export function readAddress(url: string, from: string, known: (route: string) => boolean): PageAddress {
  const [path = "", ...rest] = url.trim().split("?");
  const query: Record<string, string> = {};
  for (const pair of rest.join("?").split("#")[0]?.split("&") ?? []) {
    if (pair === "") continue;
    const [name = "", ...value] = pair.split("=");
    query[decoded(name)] = decoded(value.join("="));
  }
  const relative = new URL(path === "" ? from.split("/").at(-1) ?? "" : path, `http://program/${from}`).pathname.slice(1);
  const route = known(relative) || /^[./]/.test(path) ? relative : path;
  return { route: decoded(route).replace(/\.html$/, ""), query };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
