/** What `my` has that is no call: constants, and functions that make objects. */

import type { Config } from "../config.ts";
import type { PhoneDoor } from "../phone-door.ts";
import { makeAnimation } from "./animation.ts";
import { audioContext } from "./audio.ts";
import { canvasContext } from "./canvas.ts";
import { fileSystemManager } from "./file-system.ts";
import { offscreenCanvas } from "./offscreen.ts";
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
    createOffscreenCanvas: (width: unknown, height: unknown) => offscreenCanvas(phone, width, height),
    createCanvasContext: (id: unknown) => canvasContext(id, root()),
    // [I]: the types have the names alone. An event's name is that of its my.on*, its first letter large or small.
    on: (event: unknown, listener: unknown) => phone.events.on(subjectOf(event), listener),
    off: (event: unknown, listener: unknown) => phone.events.off(subjectOf(event), listener),
    createSelectorQuery: () => new SelectorQuery(root, (element) => ({ ...(element as HTMLElement).dataset })),
    createIntersectionObserver: (options?: unknown) => new Observer(options, root, (element) => ({ ...(element as HTMLElement).dataset })),
  };
}

const subjectOf = (event: unknown): string => String(event).replace(/^./, (letter) => letter.toUpperCase());

/** What is installed is the newest: programs that look for a newer one are told that there is none. */
function updateManager(): object {
  return {
    onCheckForUpdate: (listener: unknown) => typeof listener === "function" && queueMicrotask(() => void (listener as (told: object) => unknown)({ hasUpdate: false })),
    onUpdateReady: () => undefined,
    onUpdateFailed: () => undefined,
    applyUpdate: () => undefined,
  };
}
