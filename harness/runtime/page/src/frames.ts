/**
 * What crosses on the program's WebSockets, told to the journal in its order.
 *
 * What came is handed to the program when it stands in the journal: what the program does next then stands after it.
 */

import { tell } from "./calls.ts";
import { native } from "./natives.ts";

/** One message; `data` is text, or base64 where `isBuffer`, or what is kept of one that is too long for the journal. */
export interface Frame {
  readonly way: "in" | "out";
  /** Which of the page's sockets. */
  readonly socket: number;
  readonly url: string;
  readonly isBuffer: boolean;
  readonly data: unknown;
}

interface Entry {
  readonly frame: Frame | undefined;
  readonly then: () => void;
}

/** The longest message that is told whole, in characters, and how much of a longer one is. */
const LONGEST = 65_536;
const BEGINNING = 200;
const AT_ONCE = 50;

export class Frames {
  readonly #tell: (frames: readonly Frame[]) => Promise<unknown>;
  #waiting: Entry[] = [];
  #busy = false;

  constructor(tell: (frames: readonly Frame[]) => Promise<unknown>) {
    this.#tell = tell;
    // What is still waiting when the program goes to another document is told all the same.
    globalThis.addEventListener("pagehide", () => void this.#send(this.#waiting.splice(0)));
  }

  /** Tells a frame, then calls `then`; without a frame it keeps only its turn. */
  add(frame: Frame | undefined, then: () => void = () => undefined): void {
    this.#waiting.push({ frame: frame && { ...frame, data: kept(frame.data) }, then });
    if (!this.#busy) void this.#flush();
  }

  async #flush(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const entries = this.#waiting.splice(0, AT_ONCE);
      await this.#send(entries);
      for (const { then } of entries) tell(then);
    }
    this.#busy = false;
  }

  async #send(entries: readonly Entry[]): Promise<void> {
    const frames = entries.flatMap(({ frame }) => (frame === undefined ? [] : [frame]));
    if (frames.length > 0) await this.#tell(frames).catch((error: unknown) => native.reportError(error));
  }
}

function kept(data: unknown): unknown {
  if (typeof data !== "string" || data.length <= LONGEST) return data;
  return { shortened: true, characters: data.length, begins: data.slice(0, BEGINNING) };
}
