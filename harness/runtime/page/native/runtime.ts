/** What the parts of the runtime share. */

import type { NativeDoor } from "../src/native-door.ts";
import type { ProgramOutput } from "../compiler/output.ts";
import type { Flusher } from "./logic/flush.ts";
import type { Options } from "./logic/mixins.ts";
import type { Realm } from "./logic/realm.ts";
import type { Reporter } from "./logic/reporter.ts";
import type { Stack } from "./shell/stack.ts";
import type { Styles } from "./shell/styles.ts";
import type { Views } from "./view/views.ts";

export interface Runtime {
  readonly program: ProgramOutput;
  readonly door: NativeDoor;
  readonly realm: Realm;
  readonly reporter: Reporter;
  readonly flusher: Flusher;
  readonly views: Views;
  readonly styles: Styles;
  readonly stack: Stack;
  /** Evaluates the module of a page or component and returns what it gave to Page() or Component(). */
  definition(script: string): Options;
  /** A number that no other component of this run has. */
  fresh(): number;
}
