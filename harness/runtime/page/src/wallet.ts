/** Serves one call of a program: inside the page where the API is a local one, else by the host and its sheets. */

import { argumentsOf, parametersText, settle, type Arguments } from "./calls.ts";
import { failure, success, type Config, type Fields, type Outcome, type Via } from "./config.ts";
import { Events } from "./events.ts";
import { Frames } from "./frames.ts";
import { Host, type FinalAnswer } from "./host.ts";
import { Leaving } from "./leaving.ts";
import { ASKED, localApis, SYNCHRONOUS, type LocalApi } from "./local/index.ts";
import { SocketTask, TASK } from "./local/sockets.ts";
import { members } from "./members/index.ts";
import type { NativeProgram } from "./native-door.ts";
import { Mocks, type Mock } from "./mocks.ts";
import { native } from "./natives.ts";
import type { PhoneDoor } from "./phone-door.ts";
import type { Choice } from "./sheet.ts";
import type { Sheets } from "./sheets/index.ts";
import type { ProgramTester } from "./tester.ts";

/** A call that can be stopped by the program (jsapi.md 1.5: RequestTask). */
export interface Task extends Promise<unknown> {
  abort(): void;
}

const INVALID_PARAMETER = failure(2, "invalid parameter!");
/** Answered inside the page by asking the host under the same name: the host has reported it. */
const TOLD: ReadonlySet<string> = new Set(["showSharePanel", ...ASKED]);
const ABORTABLE = new Set(["request", "httpRequest"]);

export class Wallet {
  readonly #offered: Set<string>;
  /** Offered, but no members of `my`. */
  readonly features = new Set<string>();
  /** What is listened to with `my.on*`. */
  readonly events: Events;
  /** What is no call: constants and what makes objects. */
  readonly members: Record<string, unknown>;
  /** For APIs that the page answers by asking the phone. */
  readonly phone: PhoneDoor;
  readonly #host: Host;
  readonly #sheets: Sheets;
  readonly #local: Record<string, LocalApi>;
  readonly #mocks = new Mocks();
  /** Offered only while they are mocked. */
  readonly #lent = new Set<string>();
  /** Asked for and not there: all, and those since a tester last asked. */
  readonly #missing = new Set<string>();
  readonly #missed = new Set<string>();
  #prepare: NativeProgram["prepare"] = (_api, options) => options;
  /** What a native program's runtime gives to testers. */
  tester: ProgramTester | undefined;

  constructor(config: Config, sheets: Sheets) {
    this.#offered = new Set(config.apis);
    this.#host = new Host(config);
    this.#sheets = sheets;
    const ask: PhoneDoor["ask"] = (api, options, chosen) => this.#ask(api, parametersText(options) ?? "{}", "my", null, chosen);
    this.events = new Events((api) => ask(api, {}));
    const frames = new Frames((crossed) => this.#host.frames(crossed));
    this.phone = { ask, askNow: (api, options) => this.#askNow(api, parametersText(options) ?? "{}"), events: this.events, frames, leaving: new Leaving(ask) };
    this.members = members(config, this.phone);
    this.#local = localApis(config, this.#offered, this.phone);
  }

  /** Whether an API answers at once instead of by callbacks. */
  isSync(name: string): boolean {
    return name.endsWith("Sync") || SYNCHRONOUS.has(name);
  }

  /** Every name this wallet offers. */
  get offered(): ReadonlySet<string> {
    return this.#offered;
  }

  /** Takes in what a native program's runtime answers by itself. */
  adopt(program: NativeProgram): void {
    for (const name of program.features) if (!this.#offered.has(name)) this.features.add(name);
    for (const name of [...Object.keys(program.apis), ...Object.keys(program.members), ...program.features]) this.#offered.add(name);
    this.events.feed(program.feeds ?? []);
    Object.assign(this.#local, program.apis);
    Object.assign(this.members, program.members);
    this.#prepare = program.prepare;
    this.tester = program.tester;
  }

  /** Calls an API in any asynchronous style; `quiet` when the style knows only one callback. */
  call(api: string, first: unknown, second: unknown, via: Via, quiet = false): Promise<unknown> {
    const given = argumentsOf(first, second);
    if (api === "connectSocket" && given.options["multiple"] === true) return this.#socket(given, via, quiet);
    if (ABORTABLE.has(api)) return this.#abortable(api, given, via, quiet);
    return settle(this.run(api, given.options, via), given, quiet);
  }

  /** Runs an API and says how it ended; never rejects. */
  run(api: string, options: Fields, via: Via, signal: AbortSignal | null = null): Promise<Outcome> {
    if (this.#mocks.has(api)) return this.#mocked(api, options, via);
    if (this.#isLocal(api)) return this.#later(api, options, via);
    if (!this.#offered.has(api)) this.#missed.add(api);
    const params = parametersText(this.#prepare(api, options));
    if (params === undefined) return native.Promise.resolve(INVALID_PARAMETER);
    return this.#ask(api, params, via, signal);
  }

  /** Runs a local API at once (the synchronous forms) and reports it. */
  runLocal(api: string, options: unknown, via: Via): Outcome {
    const params = parametersText(typeof options === "string" ? { name: options } : (options as Fields));
    const mocked = this.#mocks.has(api) ? this.#mocks.now(api) : undefined;
    const outcome = mocked ?? (params === undefined ? INVALID_PARAMETER : this.attempt(api, options));
    if (outcome instanceof native.Promise) return failure(3, "unknown error!");
    this.#report(api, params, outcome, via);
    return outcome;
  }

  /** Runs a local API, also one that takes its time. */
  async #later(api: string, options: Fields, via: Via): Promise<Outcome> {
    const params = parametersText(options);
    const outcome = params === undefined ? INVALID_PARAMETER : await this.attempt(api, options);
    this.#report(api, params, outcome, via);
    return outcome;
  }

  #report(api: string, params: string | undefined, { ok, result }: Outcome, via: Via): void {
    if (TOLD.has(api) && !this.#mocks.has(api)) return;
    const text = parametersText((result ?? null) as Fields) ?? "null";
    this.#host.log({ api, params: params ?? "{}", outcome: ok ? "success" : "fail", result: text, via });
  }

  /** Reports that the program asked for something this wallet does not have. */
  missing(api: string): void {
    this.#missed.add(api);
    if (this.#missing.has(api)) return;
    this.#missing.add(api);
    this.#host.log({ api, params: "{}", outcome: "missing", via: "my" });
  }

  /** What was asked for since the last time and is not there. */
  takeMissing(): readonly string[] {
    const names = [...this.#missed];
    this.#missed.clear();
    return names;
  }

  /** Puts a tester's answers in the place of the wallet's own: all of them, those of before are gone. */
  mock(version: number, table: Readonly<Record<string, Mock>>): void {
    if (!this.#mocks.set(version, table)) return;
    for (const name of this.#lent) this.#offered.delete(name);
    this.#lent.clear();
    for (const name of this.#mocks.names) {
      if (!this.#offered.has(name)) this.#lent.add(name);
      this.#offered.add(name);
    }
  }

  async #mocked(api: string, options: Fields, via: Via): Promise<Outcome> {
    const params = parametersText(options);
    const outcome = params === undefined ? INVALID_PARAMETER : await this.#mocks.later(api, options);
    this.#report(api, params, outcome, via);
    return outcome;
  }

  #isLocal(api: string): boolean {
    return this.#offered.has(api) && this.#local[api] !== undefined;
  }

  /** Answers a local API and tells nobody. */
  attempt(api: string, options: unknown): Outcome | Promise<Outcome> {
    try {
      return this.#local[api]?.(options) ?? failure(1, "not implemented!");
    } catch (error) {
      return failure(3, error instanceof Error ? error.message : "unknown error!");
    }
  }

  async #ask(api: string, params: string, via: Via, signal: AbortSignal | null, chosen?: (choice: Choice) => void): Promise<Outcome> {
    try {
      let answer = await this.#host.call(api, params, via, signal);
      for (;;) {
        if (answer.draw !== undefined) this.#sheets.draw(answer.draw);
        if (answer.outcome !== "sheet") {
          this.#happens(answer);
          const result = answer.result ?? {};
          return answer.outcome === "success" ? success(result) : { ok: false, result };
        }
        const { ticket, sheet } = answer;
        answer = await this.#sheets.show(sheet, (choice) => {
          chosen?.(choice);
          return this.#host.choose(ticket, choice, signal);
        });
      }
    } catch (error) {
      if (signal?.aborted) return failure(20, "request aborted");
      // A TypeError is fetch's word for "no network"; anything else is a fault of the host, to be seen in the console.
      if (!(error instanceof TypeError)) console.error("the wallet could not serve", api, error);
      return failure(12, "network error");
    }
  }

  /** As `#ask`, for what is answered at once; the phone must have an answer without a sheet. */
  #askNow(api: string, params: string): Outcome {
    try {
      const answer = this.#host.callNow(api, params, "my");
      this.#happens(answer);
      return { ok: answer.outcome === "success", result: answer.result ?? {} };
    } catch (error) {
      console.error("the wallet could not serve", api, error);
      return failure(12, "network error");
    }
  }

  /** Tells who listens what an answer set off, after the answer itself. */
  #happens({ events = [] }: FinalAnswer): void {
    for (const { event, detail } of events) native.setTimeout(() => this.events.emit(event, detail), 0);
  }

  /** A connection of its own: the call returns what its messages come from. */
  #socket({ options, callback }: Arguments, via: Via, quiet: boolean): Promise<unknown> {
    const task = new SocketTask(this.phone.frames);
    const given = { options: { ...options, [TASK]: task } as Fields, callback };
    return Object.assign(settle(this.run("connectSocket", given.options, via), given, quiet), task.face());
  }

  #abortable(api: string, given: Arguments, via: Via, quiet: boolean): Task {
    const stop = new native.AbortController();
    const promise = settle(this.run(api, given.options, via, stop.signal), given, quiet);
    return Object.assign(promise, { abort: () => stop.abort() });
  }
}
