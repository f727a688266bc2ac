/** What `my` has that is no call: constants, and functions that make objects. */

import type { Config } from "../config.ts";
import { makeAnimation } from "./animation.ts";
import { canvasContext } from "./canvas.ts";
import { Observer } from "./intersection.ts";
import { SelectorQuery } from "./query.ts";

/** The base library this runtime stands for (my.SDKVersion). */
const BASE_LIBRARY = "2.8.10";

/** Makes the members, for an H5 program's document; a native program's runtime looks into its own pages instead. */
export function members(config: Config): Record<string, unknown> {
  const root = (): Element => document.documentElement;
  return {
    SDKVersion: BASE_LIBRARY,
    isIDE: false,
    env: { platform: config.systemInfo["platform"] ?? "Android", USER_DATA_PATH: "https://usr", clientName: "ap", clientEnv: "prod" },
    createAnimation: makeAnimation,
    createCanvasContext: (id: unknown) => canvasContext(id, root()),
    createSelectorQuery: () => new SelectorQuery(root, (element) => ({ ...(element as HTMLElement).dataset })),
    createIntersectionObserver: (options?: unknown) => new Observer(options, root, (element) => ({ ...(element as HTMLElement).dataset })),
  };
}
