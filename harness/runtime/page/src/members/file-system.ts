/** `my.getFileSystemManager()`: the files that the phone keeps for a program, each call in an asynchronous and a Sync form. */

import { argumentsOf, settle } from "../calls.ts";
import { failure, isFields, success, type Fields, type Outcome } from "../config.ts";
import { bytesOfLetters, fromBase64, LARGEST_FILE, lettersOf, toBase64 } from "../local/base64.ts";
import { native } from "../natives.ts";
import type { PhoneDoor } from "../phone-door.ts";

/** The names of an operation's parameters, in the order of its Sync form. */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  access: ["path"],
  appendFile: ["filePath", "data", "encoding"],
  copyFile: ["srcPath", "destPath"],
  getFileInfo: ["filePath", "digestAlgorithm"],
  getSavedFileList: [],
  mkdir: ["dirPath", "recursive"],
  readFile: ["filePath", "encoding"],
  readdir: ["dirPath"],
  removeSavedFile: ["filePath"],
  rename: ["oldPath", "newPath"],
  rmdir: ["dirPath", "recursive"],
  saveFile: ["tempFilePath", "filePath"],
  stat: ["path"],
  unlink: ["filePath"],
  writeFile: ["filePath", "data", "encoding"],
};

export function fileSystemManager(phone: PhoneDoor): object {
  const manager: Record<string, unknown> = {};
  for (const [operation, names] of Object.entries(OPERATIONS)) {
    const api = `getFileSystemManager.${operation}`;
    manager[operation] = (options: unknown): unknown => {
      const given = argumentsOf(options);
      const asked = prepared(given.options);
      const run = asked === undefined ? native.Promise.resolve(failure(2, "invalid parameter!")) : phone.ask(api, asked);
      return settle(run.then((outcome) => finished(outcome, given.options)), given, false);
    };
    manager[`${operation}Sync`] = (...given: readonly unknown[]): unknown => {
      const options = isFields(given[0]) ? given[0] : Object.fromEntries(names.map((name, at) => [name, given[at]]));
      const asked = prepared(options);
      if (asked === undefined) return failure(2, "invalid parameter!").result;
      return finished(phone.askNow(api, asked), options).result;
    };
  }
  return manager;
}

/**
 * What crosses to the phone: contents as base64. Undefined where they cannot be written so.
 *
 * Of what is larger than a phone may hold only the size crosses: the phone says no.
 */
function prepared(options: Fields): Fields | undefined {
  const { data, success: _success, fail: _fail, complete: _complete, ...rest } = options;
  if (data === undefined) return rest;
  try {
    const content = data instanceof ArrayBuffer ? data : bytesOf(String(data), rest["encoding"]);
    return content.byteLength > LARGEST_FILE ? { ...rest, bytes: content.byteLength } : { ...rest, content: toBase64(content) };
  } catch {
    return undefined;
  }
}

function finished({ ok, result }: Outcome, options: Fields): Outcome {
  if (!ok || !isFields(result)) return { ok, result };
  const { content, stats, ...rest } = result;
  if (typeof content === "string") return success({ ...rest, data: textOf(fromBase64(content), options["encoding"]) });
  if (isFields(stats)) return success({ ...rest, stats: { ...stats, isFile: () => stats["folder"] !== true, isDirectory: () => stats["folder"] === true } });
  return { ok, result };
}

const kind = (encoding: unknown): string => (typeof encoding === "string" ? encoding.toLowerCase().replace("-", "") : "");

function bytesOf(text: string, encoding: unknown): ArrayBuffer {
  switch (kind(encoding)) {
    case "base64":
      return fromBase64(text);
    case "hex":
      return Uint8Array.from({ length: Math.floor(text.length / 2) }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16)).buffer;
    case "ascii":
    case "latin1":
    case "binary":
      return bytesOfLetters(text);
    case "ucs2":
    case "utf16le":
      return Uint16Array.from(Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))).buffer;
    default:
      return new Uint8Array(new TextEncoder().encode(text)).buffer;
  }
}

/** Without an encoding, the bytes themselves. */
function textOf(buffer: ArrayBuffer, encoding: unknown): string | ArrayBuffer {
  const bytes = new Uint8Array(buffer);
  switch (kind(encoding)) {
    case "":
      return buffer;
    case "base64":
      return toBase64(buffer);
    case "hex":
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    case "ascii":
    case "latin1":
    case "binary":
      return lettersOf(bytes);
    case "ucs2":
    case "utf16le":
      return new TextDecoder("utf-16le").decode(bytes);
    default:
      return new TextDecoder().decode(bytes);
  }
}
