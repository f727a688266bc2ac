/** What the phone offers the runtime of a native Mini Program (native/), and what that runtime brings to `my`. */

import type { Config, Fields } from "./config.ts";
import type { Events } from "./events.ts";
import type { Leaving } from "./leaving.ts";
import type { LocalApi } from "./local/index.ts";
import { native } from "./natives.ts";
import type { PhoneDoor } from "./phone-door.ts";
import type { ProgramTester } from "./tester.ts";
import type { Wallet } from "./wallet.ts";

/** What a native program's runtime adds to the wallet. */
export interface NativeProgram {
  /** Answered inside the page, instead of by H5's rules or by the host: navigation acts on the program's own pages. */
  readonly apis: Readonly<Record<string, LocalApi>>;
  /** Members of `my` that are no calls: `createSelectorQuery`, `env`. They count as offered. */
  readonly members: Readonly<Record<string, unknown>>;
  /** What `canIUse` is asked about that is no member of `my`: `component2`, the names of built-in components. */
  readonly features: readonly string[];
  /** Changes the parameters of a call before it leaves the page. */
  readonly prepare: (api: string, options: Fields) => Fields;
  /** The events that the program's runtime tells by `emit`, instead of the page. */
  readonly feeds?: readonly string[];
  /** What testers reach of the program; the program itself does not. */
  readonly tester?: ProgramTester;
}

export interface NativeDoor {
  /** The object that H5 programs find as `window.my`. */
  readonly my: object;
  /** Real time in milliseconds, whatever the page's clock says. */
  readonly now: () => number;
  /** The browser's own, which the page's clock does not reach. */
  readonly setTimeout: (callback: () => void, milliseconds: number) => unknown;
  readonly systemInfo: Fields;
  /** Asks the wallet app, which may show a sheet. */
  readonly ask: PhoneDoor["ask"];
  readonly leaving: Leaving;
  /** The listeners of `my.on*` events that only a native program has. */
  readonly listeners: Pick<Events, "on" | "off">;
  /** Tells the listeners of a `my.on*` event. */
  readonly emit: (event: string, ...told: readonly unknown[]) => void;
  connect(program: NativeProgram): void;
}

export function makeDoor(my: object, wallet: Wallet, config: Config): NativeDoor {
  return {
    my,
    now: native.now,
    setTimeout: native.setTimeout,
    systemInfo: config.systemInfo,
    ask: wallet.phone.ask,
    leaving: wallet.phone.leaving,
    listeners: wallet.events,
    emit: (event, ...told) => wallet.events.emit(event, ...told),
    connect(program) {
      wallet.adopt(program);
      Object.assign(my, program.members);
    },
  };
}
