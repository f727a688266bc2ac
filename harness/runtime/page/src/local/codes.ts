/** `my.generateImageFromCode`: a picture of a QR code. Errors 102 and 103 as documented; the picture is a data URL, as it is shown. */

import { encodeQR, type ErrorCorrection } from "qr";
import { failure, isFields, success, type Outcome } from "../config.ts";
import type { LocalApi } from "./index.ts";

/** By number as by letter. */
const LEVELS = "LMQH";
const CORRECTIONS: readonly ErrorCorrection[] = ["low", "medium", "quartile", "high"];
/** How many modules stay light around a code, for it to be found. */
const QUIET = 4;
const WIDEST = 4096;

export const codes: Record<string, LocalApi> = {
  generateImageFromCode(options): Outcome {
    const { code, format, width, correctLevel = "H" } = isFields(options) ? options : {};
    const level = CORRECTIONS[typeof correctLevel === "number" ? correctLevel : LEVELS.indexOf(String(correctLevel))];
    const wide = Math.floor(Number(width));
    if (typeof code !== "string" || code === "" || format !== "QRCODE" || level === undefined || !(wide > 0 && wide <= WIDEST)) return failure(102, "invalid parameter!");
    const matrix = modulesOf(code, level);
    if (matrix === undefined) return failure(103, "the code holds too much");
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    if (pen === null) return failure(103, "the picture cannot be drawn");
    [canvas.width, canvas.height] = [wide, wide];
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, wide, wide);
    pen.fillStyle = "#000";
    // Each edge is rounded for itself: no light line runs between two dark modules.
    const edge = (at: number): number => Math.round((at * wide) / matrix.length);
    matrix.forEach((row, y) => row.forEach((dark, x) => dark && pen.fillRect(edge(x), edge(y), edge(x + 1) - edge(x), edge(y + 1) - edge(y))));
    return success({ image: canvas.toDataURL() });
  },
};

/** The rows of a code with its light edge, true for a dark module, or undefined where no code holds so much. */
function modulesOf(code: string, ecc: ErrorCorrection): readonly (readonly boolean[])[] | undefined {
  try {
    return encodeQR(code, "raw", { ecc, encoding: "byte", border: QUIET });
  } catch {
    return undefined;
  }
}
