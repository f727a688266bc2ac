/** What a tester's tools see of the program that runs here; harness/phone/program.py is the other side. */

import { background } from "./background.ts";
import { isVisible } from "./engine/box.ts";
import { saidBy } from "./engine/text.ts";
import { until } from "./engine/wait.ts";
import { isFields, type Fields, type Outcome } from "./config.ts";
import type { Mock } from "./mocks.ts";
import { native } from "./natives.ts";
import type { Wallet } from "./wallet.ts";

export interface PageSummary {
  readonly path: string;
  readonly query: Fields;
  readonly title: string;
}

/** What the runtime of a native program gives to testers. `component` is `#id` or `.class`, "" the page itself. */
export interface ProgramTester {
  pages(): readonly PageSummary[];
  data(component: string, path: string): unknown;
  setData(component: string, patch: Fields): Promise<void>;
  callMethod(component: string, name: string, given: readonly unknown[]): Promise<unknown>;
  /** Goes a page back as the buyer does; an H5 program leaves that to the browser. */
  readonly back?: () => void;
}

export interface Tester extends Omit<ProgramTester, "back"> {
  /** Whether the wallet asks before the page in front is left; if so, it asks now, and the buyer's answer decides. */
  asksToLeave(): boolean;
  /** Waits until the program has started; rejects after so many milliseconds of real time. */
  ready(timeoutMs: number): Promise<void>;
  /** What was asked for, once it is answered; rejects after so many milliseconds of real time, and names `what` was asked. */
  inTime<Answer>(answer: Answer | Promise<Answer>, timeoutMs: number, what: string): Promise<Answer>;
  /** Calls an API as the program would; mocks answer it too. */
  api(name: string, options: Fields): Promise<Outcome>;
  /** Begins to open a page alone, in a task of its own: whoever asked goes on, however long the program keeps busy. */
  launch(url: string): void;
  /** How the last `launch` ended, or null while it has not. */
  launched(): Outcome | null;
  /** Runs an API that the page answers by itself, unseen by the journal. */
  local(name: string, options: Fields): Outcome | Promise<Outcome>;
  /** Tells the program's `my.on*` listeners that something happened to the phone. */
  happens(event: string, detail: unknown): void;
  /** Puts the program into the background, as another app in front of the wallet does, or back before the buyer. */
  background(hidden: boolean): void;
  mock(version: number, table: Readonly<Record<string, Mock>>): void;
  /** The attribute of the first visible element that matches, or null. */
  attribute(selector: string, name: string): string | null;
  /** What every visible element that matches says. */
  texts(selector: string): readonly string[];
  /** What the program asked for since the last question and the wallet does not have. */
  missing(): readonly string[];
  /** Every name the wallet and the program's runtime offer. */
  offered(): readonly string[];
}

export function makeTester(wallet: Wallet, isNative: boolean): Tester {
  const program = (): ProgramTester => wallet.tester ?? H5;
  let launched: Outcome | null = null;
  const api: Tester["api"] = async (name, options) => {
    const outcome = await wallet.run(name, options, "my");
    // What a call sets off in the program (the pages that change) happens after it.
    await new native.Promise((done) => native.setTimeout(done as () => void, 0));
    return { ok: outcome.ok, result: isFields(outcome.result) ? plain(outcome.result) : outcome.result };
  };
  return {
    async ready(timeoutMs) {
      const started = (): true | undefined => ((isNative ? wallet.tester !== undefined : document.readyState !== "loading") ? true : undefined);
      if ((await until(started, timeoutMs, () => undefined)) === undefined) throw sentence("the program has not started");
    },
    inTime: (answer, timeoutMs, what) =>
      new native.Promise((resolve, reject) => {
        const late = native.setTimeout(() => reject(sentence(`${what} has not answered within ${timeoutMs} ms`)), timeoutMs);
        void native.Promise.resolve(answer).then(resolve, reject).finally(() => native.clearTimeout(late));
      }),
    pages: () => program().pages(),
    asksToLeave() {
      const { leaving } = wallet.phone;
      if (leaving.message === undefined) return false;
      if (wallet.tester?.back === undefined) leaving.asks(() => history.back());
      else wallet.tester.back();
      return true;
    },
    data: (component, path) => program().data(component, path),
    setData: (component, patch) => program().setData(component, patch),
    callMethod: (component, name, given) => program().callMethod(component, name, given),
    api,
    launch(url) {
      launched = null;
      native.setTimeout(() => void api("reLaunch", { url }).then((outcome) => (launched = outcome)), 0);
    },
    launched: () => launched,
    local: (name, options) => wallet.attempt(name, options),
    happens: (event, detail) => wallet.events.emit(event, detail),
    background,
    mock: (version, table) => wallet.mock(version, table),
    attribute: (selector, name) => visible(selector)[0]?.getAttribute(name) ?? null,
    texts: (selector) => visible(selector).map(saidBy),
    missing: () => wallet.takeMissing(),
    offered: () => [...wallet.offered],
  };
}

/** An H5 program: one page is open, and its data is its own affair. */
const H5: ProgramTester = {
  pages: () => [{ path: location.pathname, query: Object.fromEntries(new URLSearchParams(location.search)), title: document.title }],
  data: () => refuse("data"),
  setData: () => refuse("setData"),
  callMethod: () => refuse("callMethod"),
};

function refuse(what: string): never {
  throw sentence(`${what} is for native programs: an H5 program has no page data that a tester can reach`);
}

/** An error that is its sentence alone: where in the runtime it was written helps nobody. */
export function sentence(text: string): Error {
  const error = new Error(text);
  error.stack = text;
  return error;
}

/** What of a result leaves the page: functions (an event channel) do not. */
function plain(value: Fields): unknown {
  return native.parse(native.stringify(value) ?? "{}");
}

function visible(selector: string): Element[] {
  try {
    return [...document.querySelectorAll(selector)].filter(isVisible);
  } catch {
    throw sentence(`"${selector}" is not a selector`);
  }
}
