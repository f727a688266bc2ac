/** `my.generateImageFromCode`: a picture of a QR code. Errors 102 and 103 as documented; the picture is a data URL, as it is shown. */

import { failure, isFields, success, type Outcome } from "../config.ts";
import type { LocalApi } from "./index.ts";
import { qrMatrix, type Level } from "./qr.ts";

/** By number as by letter. */
const LEVELS = "LMQH";
/** How many modules stay light around a code, for it to be found. */
const QUIET = 4;
const WIDEST = 4096;

export const codes: Record<string, LocalApi> = {
  generateImageFromCode(options): Outcome {
    const { code, format, width, correctLevel = "H" } = isFields(options) ? options : {};
    const level = LEVELS[typeof correctLevel === "number" ? correctLevel : LEVELS.indexOf(String(correctLevel))];
    const wide = Math.floor(Number(width));
    if (typeof code !== "string" || code === "" || format !== "QRCODE" || level === undefined || !(wide > 0 && wide <= WIDEST)) return failure(102, "invalid parameter!");
    const matrix = qrMatrix(code, level as Level);
    if (matrix === undefined) return failure(103, "the code holds too much");
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    if (pen === null) return failure(103, "the picture cannot be drawn");
    const modules = matrix.length + 2 * QUIET;
    [canvas.width, canvas.height] = [wide, wide];
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, wide, wide);
    pen.fillStyle = "#000";
    // Each edge is rounded for itself: no light line runs between two dark modules.
    const edge = (at: number): number => Math.round(((at + QUIET) * wide) / modules);
    matrix.forEach((row, y) => row.forEach((dark, x) => dark && pen.fillRect(edge(x), edge(y), edge(x + 1) - edge(x), edge(y + 1) - edge(y))));
    return success({ image: canvas.toDataURL() });
  },
};
