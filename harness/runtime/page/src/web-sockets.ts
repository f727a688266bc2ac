/**
 * The WebSockets that an H5 program opens by itself, without `my.connectSocket`: what crosses on them is told to the journal too.
 *
 * The browser's own constructor behind a Proxy: `instanceof`, its constants and classes that extend it stay as they are, and
 * no message is held back.
 */

import type { Frame, Frames } from "./frames.ts";
import { toBase64 } from "./local/base64.ts";
import { native } from "./natives.ts";

/** Sockets by which a development server tells its pages that a file has changed; they are no part of the program. */
const TOOLS = /^vite-|webpack-hmr|sockjs-node/;

/** Puts the watched constructor in the place of the browser's own. `frames` is asked for when a first socket is opened. */
export function watchWebSockets(frames: () => Frames): void {
  let made = 0;
  const watched = new Proxy(native.WebSocket, {
    construct(target, given: [string | URL, (string | string[])?], newTarget: typeof WebSocket) {
      const socket = Reflect.construct(target, given, newTarget) as WebSocket;
      const tools = [socket.url, ...[given[1] ?? []].flat()].some((text) => TOOLS.test(text));
      made += 1;
      if (!tools) watch(socket, -made, frames());
      return socket;
    },
  });
  window.WebSocket = watched;
}

/** `number` tells the page's sockets apart; those of `my.connectSocket` count upwards. */
function watch(socket: WebSocket, number: number, frames: Frames): void {
  const tell = (way: Frame["way"], data: unknown): void => frames.add({ way, socket: number, url: socket.url, ...written(data) });
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => tell("in", data));
  const send = function (this: WebSocket, data: unknown): void {
    native.apply(Object.getPrototypeOf(this).send as typeof socket.send, this, [data]);
    // One that is not open yet has thrown; one that is closing has dropped it.
    if (this.readyState === native.WebSocket.OPEN) tell("out", data);
  };
  Object.defineProperty(socket, "send", { configurable: true, writable: true, value: send });
}

/** Of a Blob, which would have to be read first, only the size stands in the journal. */
function written(data: unknown): Pick<Frame, "data" | "isBuffer"> {
  if (data instanceof Blob) return { data: { shortened: true, bytes: data.size }, isBuffer: true };
  if (ArrayBuffer.isView(data)) return { data: toBase64(new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer), isBuffer: true };
  if (data instanceof ArrayBuffer) return { data: toBase64(data), isBuffer: true };
  return { data: String(data), isBuffer: false };
}
