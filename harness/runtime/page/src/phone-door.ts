/** What APIs that are answered inside the page may ask of the phone. */

import type { Fields, Outcome } from "./config.ts";
import type { Events } from "./events.ts";
import type { Frames } from "./frames.ts";
import type { Leaving } from "./leaving.ts";
import type { Choice } from "./sheet.ts";

export interface PhoneDoor {
  /** Asks the wallet app, which may show a sheet first; `chosen` hears what the buyer chose on it. Never rejects. */
  readonly ask: (api: string, options: Fields, chosen?: (choice: Choice) => void) => Promise<Outcome>;
  /** Asks the wallet app and waits: for APIs whose names end in Sync. */
  readonly askNow: (api: string, options: Fields) => Outcome;
  readonly events: Events;
  /** What crosses on WebSockets goes by here. */
  readonly frames: Frames;
  /** What guards the buyer's way back. */
  readonly leaving: Leaving;
}
