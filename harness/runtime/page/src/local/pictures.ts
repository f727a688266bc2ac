/** Pictures that the page makes and the phone keeps: of a canvas, and smaller ones of pictures that are there. */

import { failure, isFields, success, type Outcome } from "../config.ts";
import { native } from "../natives.ts";
import type { PhoneDoor } from "../phone-door.ts";
import { LARGEST_FILE } from "./base64.ts";
import type { LocalApi } from "./index.ts";

/** JPEG qualities of `compressLevel` 0 to 3; 4, the default, lets the phone choose. */
const QUALITIES = [0.3, 0.6, 0.85, 1, 0.6] as const;

export function pictures(phone: PhoneDoor): Record<string, LocalApi> {
  const keep = async (api: string, canvas: HTMLCanvasElement, kind: string, quality: number): Promise<Outcome> => {
    const content = canvas.toDataURL(kind, quality).split(",")[1] ?? "";
    if (content.length * 0.75 > LARGEST_FILE) return failure(3, "The phone has no room for another file.");
    return phone.ask(`${api}.keep`, { content, name: kind === "image/jpeg" ? "picture.jpg" : "picture.png" });
  };
  return {
    async canvasToTempFilePath(options) {
      const { canvasId, x, y, width, height, destWidth, destHeight, fileType, quality } = isFields(options) ? options : {};
      const canvas = [...document.querySelectorAll("canvas")].find((each) => each.id === canvasId && each.getClientRects().length > 0);
      if (canvas === undefined) return failure(2, "invalid parameter!");
      const number = (value: unknown, otherwise: number): number => (typeof value === "number" && value > 0 ? value : otherwise);
      const [left, top] = [number(x, 0), number(y, 0)];
      const [wide, high] = [number(width, canvas.width - left), number(height, canvas.height - top)];
      const part = document.createElement("canvas");
      [part.width, part.height] = [number(destWidth, wide), number(destHeight, high)];
      part.getContext("2d")?.drawImage(canvas, left, top, wide, high, 0, 0, part.width, part.height);
      return withPath(await keep("canvasToTempFilePath", part, fileType === "jpg" ? "image/jpeg" : "image/png", number(quality, 1)));
    },
    async compressImage(options) {
      const { apFilePaths, compressLevel } = isFields(options) ? options : {};
      const quality = QUALITIES[typeof compressLevel === "number" ? compressLevel : 4];
      if (!Array.isArray(apFilePaths) || apFilePaths.length === 0 || quality === undefined) return failure(2, "invalid parameter!");
      const made: unknown[] = [];
      for (const path of apFilePaths) {
        const image = await load(String(path));
        if (image === undefined) return failure(12, "the picture cannot be loaded");
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        canvas.getContext("2d")?.drawImage(image, 0, 0);
        const { ok, result } = await keep("compressImage", canvas, "image/jpeg", quality);
        if (!ok) return { ok, result };
        made.push((result as { path: unknown }).path);
      }
      return success({ apFilePaths: made });
    },
  };
}

function withPath({ ok, result }: Outcome): Outcome {
  if (!ok) return { ok, result };
  const { path } = result as { path: unknown };
  return success({ apFilePath: path, tempFilePath: path });
}

function load(source: string): Promise<HTMLImageElement | undefined> {
  return new native.Promise((resolve) => {
    const image = new globalThis.Image();
    image.crossOrigin = "anonymous";
    image.onload = () => resolve(image);
    image.onerror = () => resolve(undefined);
    image.src = source;
  });
}
