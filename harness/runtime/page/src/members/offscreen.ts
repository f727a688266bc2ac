/** `my.createOffscreenCanvas(width, height)`: a real canvas that is nowhere on the page, by the methods of the documents' Canvas. */

import { argumentsOf, settle } from "../calls.ts";
import { failure, isFields, success, type Outcome } from "../config.ts";
import type { PhoneDoor } from "../phone-door.ts";

/** A canvas has this size where none is given, as the browser's own has. */
const [WIDTH, HEIGHT] = [300, 150] as const;

export function offscreenCanvas(phone: PhoneDoor, width: unknown, height: unknown): object {
  const canvas = document.createElement("canvas");
  const size = (value: unknown, otherwise: number): number => (typeof value === "number" && value > 0 ? value : otherwise);
  [canvas.width, canvas.height] = [size(width, WIDTH), size(height, HEIGHT)];
  const made: Record<string, unknown> = {
    getContext: (kind: string, attributes?: unknown) => canvas.getContext(kind, attributes),
    createImage: () => Object.assign(new globalThis.Image(), { crossOrigin: "anonymous" }),
    requestAnimationFrame: (draw: FrameRequestCallback) => globalThis.requestAnimationFrame(draw),
    cancelAnimationFrame: (frame: number) => globalThis.cancelAnimationFrame(frame),
    toDataURL: (kind?: string, quality?: number) => canvas.toDataURL(kind, quality),
    toTempFilePath(options: unknown) {
      const given = argumentsOf(options);
      return settle(keep(phone, canvas, given.options), given, false);
    },
  };
  for (const side of ["width", "height"] as const) {
    Object.defineProperty(made, side, { enumerable: true, get: () => canvas[side], set: (value: number) => (canvas[side] = value) });
  }
  return made;
}

async function keep(phone: PhoneDoor, canvas: HTMLCanvasElement, { fileType, quality }: Readonly<Record<string, unknown>>): Promise<Outcome> {
  const jpeg = fileType === "jpg";
  let content = "";
  try {
    content = canvas.toDataURL(jpeg ? "image/jpeg" : "image/png", typeof quality === "number" ? quality : 1).split(",")[1] ?? "";
  } catch (error) {
    return failure(3, error instanceof Error ? error.message : "unknown error!");
  }
  const { ok, result } = await phone.ask("createOffscreenCanvas.keep", { content, name: jpeg ? "picture.jpg" : "picture.png" });
  if (!ok || !isFields(result)) return { ok, result };
  return success({ apFilePath: result["path"], tempFilePath: result["path"] });
}
