/** `my.enableAlertBeforeUnload`: the wallet asks before the buyer's way back leaves the page. */

import { native } from "./natives.ts";
import type { PhoneDoor } from "./phone-door.ts";
import type { Choice } from "./sheet.ts";

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
    // Once the buyer stays, the next way back is a new question, even while the wallet is still told.
    const chosen = ({ confirm }: Choice): void => void (this.#asking = confirm === true);
    void this.#ask("alertBeforeUnload", { message }, chosen).then(({ ok, result }) => {
      if (ok && (result as { readonly confirm?: unknown }).confirm !== true) return;
      this.#asking = false;
      if (!ok) return;
      // In a task of its own: a page that throws when it is left is its own affair.
      native.setTimeout(leave, 0);
    });
    return true;
  }
}
