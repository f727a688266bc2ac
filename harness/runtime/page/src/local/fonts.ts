/** `my.loadFontFace`: a font that the document has from then on; error 10 where it does not come, as documented. */

import { failure, isFields, success, type Outcome } from "../config.ts";
import type { LocalApi } from "./index.ts";

export const fonts: Record<string, LocalApi> = {
  async loadFontFace(options): Promise<Outcome> {
    const { family, source, desc } = isFields(options) ? options : {};
    if (typeof family !== "string" || family === "" || typeof source !== "string" || source === "") return failure(2, "invalid parameter!");
    const { style, weight, variant } = isFields(desc) ? desc : {};
    const described = Object.fromEntries(Object.entries({ style, weight }).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]));
    const small = variant === "small-caps" ? { featureSettings: '"smcp"' } : {};
    try {
      const face = new FontFace(family, /^\s*(?:url|local)\(/.test(source) ? source : `url(${JSON.stringify(source)})`, { ...described, ...small });
      document.fonts.add(await face.load());
    } catch {
      return failure(10, "the font cannot be loaded");
    }
    return success({ status: "loaded" });
  },
};
