/** `my.enableAlertBeforeUnload`: the wallet asks before the buyer's way back leaves the page. */

import { native } from "./natives.ts";
import type { PhoneDoor } from "./phone-door.ts";

export class Leaving {
  readonly #ask: PhoneDoor["ask"];
  /** What is asked before the page in front is left; undefined where nothing is. "" is the wallet's own question. */
  message: string | undefined;
  #asking = false;

  constructor(ask: PhoneDoor["ask"]) {
    this.#ask = ask;
  }

  /** Asks, where the page wants it, and calls `leave` when the buyer agrees; false where nothing has to be asked. */
  asks(leave: () => void, message = this.message): boolean {
    if (message === undefined) return false;
    if (this.#asking) return true;
    this.#asking = true;
    void this.#ask("alertBeforeUnload", { message }).then(({ result }) => {
      this.#asking = false;
      // In a task of its own: a page that throws when it is left is its own affair.
      if ((result as { readonly confirm?: unknown }).confirm === true) native.setTimeout(leave, 0);
    });
    return true;
  }
}
