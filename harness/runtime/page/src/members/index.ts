/** What `my` has that is no call: constants, and functions that make objects. */

import type { Config } from "../config.ts";
import type { PhoneDoor } from "../phone-door.ts";
import { makeAnimation } from "./animation.ts";
import { audioContext } from "./audio.ts";
import { canvasContext } from "./canvas.ts";
import { fileSystemManager } from "./file-system.ts";
import { Observer } from "./intersection.ts";
import { SelectorQuery } from "./query.ts";

/** The base library this runtime stands for (my.SDKVersion). */
const BASE_LIBRARY = "2.8.10";

/** Makes the members, for an H5 program's document; a native program's runtime looks into its own pages instead. */
export function members(config: Config, phone: PhoneDoor): Record<string, unknown> {
  let files: object | undefined;
  let background: object | undefined;
  const root = (): Element => document.documentElement;
  return {
    SDKVersion: BASE_LIBRARY,
    isIDE: false,
    env: { platform: config.systemInfo["platform"] ?? "Android", USER_DATA_PATH: "https://usr", clientName: "ap", clientEnv: "prod" },
    createAnimation: makeAnimation,
    createInnerAudioContext: audioContext,
    getBackgroundAudioManager: () => (background ??= audioContext()),
    getFileSystemManager: () => (files ??= fileSystemManager(phone)),
    getUpdateManager: updateManager,
    createCanvasContext: (id: unknown) => canvasContext(id, root()),
    createSelectorQuery: () => new SelectorQuery(root, (element) => ({ ...(element as HTMLElement).dataset })),
    createIntersectionObserver: (options?: unknown) => new Observer(options, root, (element) => ({ ...(element as HTMLElement).dataset })),
  };
}

/** What is installed is the newest: programs that look for a newer one are told that there is none. */
function updateManager(): object {
  return {
    onCheckForUpdate: (listener: unknown) => typeof listener === "function" && queueMicrotask(() => void (listener as (told: object) => unknown)({ hasUpdate: false })),
    onUpdateReady: () => undefined,
    onUpdateFailed: () => undefined,
    applyUpdate: () => undefined,
  };
}
