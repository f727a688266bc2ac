/** `my.*Storage*`: JSON in localStorage under a prefix of the program's own, in asynchronous and Sync forms. */

import { failure, isFields, success, type Fields, type Outcome } from "../config.ts";
import { native } from "../natives.ts";
import type { LocalApi } from "./index.ts";

/** What a Mini Program may keep, in KB. */
const LIMIT_KB = 10_240;

export function storage(appId: string): Record<string, LocalApi> {
  const prefix = `my.storage:${appId}:`;

  const keys = (): string[] =>
    Object.keys(localStorage)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));

  const withKey =
    (act: (name: string, options: Fields) => Outcome): LocalApi =>
    (options) => {
      const key = isFields(options) ? options["key"] : undefined;
      if (typeof key !== "string" || key === "") return failure(2, "invalid parameter!");
      return act(prefix + key, options as Fields);
    };

  const get = withKey((name) => {
    const kept = localStorage.getItem(name);
    return success({ data: kept === null ? null : (native.parse(kept) as unknown) });
  });
  const set = withKey((name, { data }) => {
    localStorage.setItem(name, native.stringify(data) ?? "null");
    return success();
  });
  const remove = withKey((name) => {
    localStorage.removeItem(name);
    return success();
  });
  const clear = (): Outcome => {
    for (const key of keys()) localStorage.removeItem(prefix + key);
    return success();
  };
  const info = (): Outcome => {
    const kept = keys();
    const characters = kept.reduce((sum, key) => sum + key.length + (localStorage.getItem(prefix + key) ?? "").length, 0);
    return success({ keys: kept, currentSize: Math.ceil(characters / 1024), limitSize: LIMIT_KB });
  };

  return {
    getStorage: get,
    getStorageSync: get,
    setStorage: set,
    setStorageSync: set,
    removeStorage: remove,
    removeStorageSync: remove,
    clearStorage: clear,
    clearStorageSync: clear,
    getStorageInfo: info,
    getStorageInfoSync: info,
  };
}
