/** `my.connectSocket` and its kin: a real WebSocket of the page, so that it goes by the phone's own network. */

import { tell as call } from "../calls.ts";
import { failure, isFields, success, type Fields, type Outcome } from "../config.ts";
import type { Frame, Frames } from "../frames.ts";
import { native } from "../natives.ts";
import type { PhoneDoor } from "../phone-door.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import type { LocalApi } from "./index.ts";

type Listener = (told: unknown) => unknown;

/** Under this key of its options, a call with `multiple: true` has the task that it returns. */
export const TASK = Symbol("task");

let made = 0;

/** One connection. */
export class SocketTask {
  readonly #listeners = new Map<string, Listener[]>();
  readonly #frames: Frames;
  readonly #number = (made += 1);
  #socket: WebSocket | undefined;

  constructor(frames: Frames) {
    this.#frames = frames;
  }

  /** Connects; `told` hears what happens under the names Open, Message, Error and Close. */
  connect(options: Fields, told: (event: string, detail: unknown) => void = () => undefined): Outcome {
    const { url, protocols } = options;
    if (typeof url !== "string" || url === "") return failure(3, "the URL parameter is null");
    const wrong = wrongWith(url);
    if (wrong !== undefined) return wrong;
    const socket = new native.WebSocket(withData(url, options["data"]), Array.isArray(protocols) ? protocols.map(String) : []);
    socket.binaryType = "arraybuffer";
    const tell = (event: string, detail: unknown): void => {
      told(event, detail);
      for (const listener of this.#listeners.get(event) ?? []) call(listener, detail);
    };
    const inTurn = (event: string, detail: unknown): void => this.#frames.add(undefined, () => tell(event, detail));
    socket.onopen = () => inTurn("Open", {});
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      const message = typeof data === "string" ? { data, isBuffer: false } : { data: toBase64(data), isBuffer: true };
      this.#frames.add(this.#frame("in", socket.url, message), () => tell("Message", message));
    };
    socket.onerror = () => inTurn("Error", { error: 12, errorMessage: "the connection failed" });
    socket.onclose = ({ code, reason }) => inTurn("Close", { code, reason });
    this.#socket = socket;
    return success();
  }

  /** `isBuffer` says that `data` is base64, or an ArrayBuffer. */
  send(options: unknown): Outcome {
    const { data, isBuffer } = isFields(options) ? options : {};
    if (this.#socket?.readyState !== 1) return failure(1, "no WebSocket is open");
    if (typeof data !== "string" && !(data instanceof ArrayBuffer)) return failure(2, "invalid parameter!");
    const content = isBuffer === true && typeof data === "string" ? fromBase64(data) : data;
    this.#socket.send(content);
    const message = typeof content === "string" ? { data: content, isBuffer: false } : { data: toBase64(content), isBuffer: true };
    this.#frames.add(this.#frame("out", this.#socket.url, message));
    return success();
  }

  close(options?: unknown): Outcome {
    const { code, reason } = isFields(options) ? options : {};
    if (this.#socket === undefined || this.#socket.readyState > 1) return failure(1, "no WebSocket is open");
    this.#socket.close(typeof code === "number" ? code : 1000, typeof reason === "string" ? reason : "");
    return success();
  }

  #frame(way: "in" | "out", url: string, message: { readonly data: string; readonly isBuffer: boolean }): Frame {
    return { way, socket: this.#number, url, ...message };
  }

  /** What the program gets: the methods of a SocketTask, each with its callbacks. */
  face(): object {
    const listen = (event: string) => (listener: unknown): void => {
      if (typeof listener === "function") this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener as Listener]);
    };
    const answered = (act: (options: unknown) => Outcome) => (options: unknown): void => {
      const { ok, result } = act(options);
      const { success: done, fail, complete } = (isFields(options) ? options : {}) as Readonly<Record<string, Listener | undefined>>;
      (ok ? done : fail)?.(result);
      complete?.(result);
    };
    return {
      onOpen: listen("Open"),
      onMessage: (listener: Listener) => listen("Message")((told: unknown) => listener({ data: told })),
      onError: listen("Error"),
      onClose: listen("Close"),
      send: answered((options) => this.send(options)),
      close: answered((options) => this.close(options)),
    };
  }
}

export function sockets({ events, frames }: PhoneDoor): Record<string, LocalApi> {
  let only: SocketTask | undefined;
  return {
    connectSocket(options) {
      const given = isFields(options) ? options : {};
      const own = (given as Record<PropertyKey, unknown>)[TASK];
      if (own instanceof SocketTask) return own.connect(given);
      // One at a time: a new one ends the one that is there.
      only?.close();
      only = new SocketTask(frames);
      return only.connect(given, (event, detail) => events.emit(`Socket${event}`, detail));
    },
    sendSocketMessage: (options) => only?.send(options) ?? failure(1, "no WebSocket is open"),
    closeSocket: (options) => only?.close(options) ?? failure(1, "no WebSocket is open"),
  };
}

function wrongWith(url: string): Outcome | undefined {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return failure(4, "an unrecognized URL format");
  }
  return /^wss?:$/.test(parsed.protocol) ? undefined : failure(5, "the URL must start with ws or wss");
}

function withData(url: string, data: unknown): string {
  if (!isFields(data)) return url;
  const whole = new URL(url);
  for (const [name, value] of Object.entries(data)) whole.searchParams.set(name, String(value));
  return whole.href;
}
