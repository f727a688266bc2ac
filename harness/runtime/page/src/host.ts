/** The JSAPI host over plain HTTP: the one door through which the program's calls leave the page. */

import type { Config, Via } from "./config.ts";
import type { Frame } from "./frames.ts";
import { native } from "./natives.ts";
import type { Choice, Draw, Sheet } from "./sheet.ts";

export interface FinalAnswer {
  readonly outcome: "success" | "fail";
  readonly result?: unknown;
  readonly draw?: Draw;
  /** What then happens on the phone, for `my.on*`: a device is found, a network is joined. */
  readonly events?: readonly { readonly event: string; readonly detail: unknown }[];
}

export interface SheetAnswer {
  readonly outcome: "sheet";
  readonly ticket: string;
  readonly sheet: Sheet;
  readonly draw?: Draw;
}

export type Answer = FinalAnswer | SheetAnswer;

export interface Entry {
  readonly api: string;
  readonly params: string;
  readonly outcome: "success" | "fail" | "missing";
  readonly result?: string;
  readonly via: Via;
}

/** A browser refuses `keepalive` above 64 KiB in flight. */
const KEEPALIVE_LIMIT = 30_000;

/** The longest parameters or result that are reported as they are, in characters. */
const LONGEST = 65_536;
/** Of a text longer than this only so much is reported then. */
const [LONG_TEXT, BEGINNING] = [1000, 200] as const;

export class Host {
  readonly #url: string;
  /** `{"phone":…,"key":…`: joined as text, because a program's `toJSON` or getter could read the key from an object. */
  readonly #head: string;
  readonly #fetch: typeof fetch;
  #calls = 0;

  constructor(config: Config, fetcher: typeof fetch = native.fetch) {
    this.#url = config.host;
    this.#head = `{"phone":${native.stringify(config.phone)},"key":${native.stringify(config.key)}`;
    this.#fetch = fetcher;
  }

  /** Asks the host to serve one call. `params` is JSON text. Rejects when the host cannot be reached. */
  call(api: string, params: string, via: Via, signal: AbortSignal | null = null): Promise<Answer> {
    return this.#post("/jsapi", `${this.#about(api, params, via)}}`, signal);
  }

  /** Asks as `call` does and waits for the answer: for the synchronous forms of what only the phone knows. */
  callNow(api: string, params: string, via: Via): FinalAnswer {
    const request = new native.XMLHttpRequest();
    request.open("POST", `${this.#url}/jsapi`, false);
    request.send(`${this.#head}${this.#about(api, params, via)}}`);
    if (request.status !== 200) throw new Error(`the JSAPI host answered ${request.status}`);
    return native.parse(request.responseText) as FinalAnswer;
  }

  /** Brings the buyer's choice on a sheet and returns how the call ended. */
  choose(ticket: string, choice: Choice, signal: AbortSignal | null = null): Promise<Answer> {
    const body = `,"ticket":${native.stringify(ticket)},"choice":${native.stringify(choice)}}`;
    return this.#post("/jsapi/sheet", body, signal);
  }

  /** Reports a call that was answered inside the page; nobody waits for it and a failure to report is not an error. */
  log(entry: Entry): void {
    const about = this.#about(entry.api, short(entry.params), entry.via);
    const body = `${about},"outcome":"${entry.outcome}","result":${short(entry.result ?? "null")}}`;
    this.#send("/jsapi/log", body, body.length < KEEPALIVE_LIMIT, null).catch(() => undefined);
  }

  /** Tells what has crossed on WebSockets; ends when it stands in the journal. */
  async frames(frames: readonly Frame[]): Promise<void> {
    const body = `,"frames":${native.stringify(frames)}}`;
    await this.#send("/jsapi/socket", body, body.length < KEEPALIVE_LIMIT, null);
  }

  async #post(path: string, body: string, signal: AbortSignal | null): Promise<Answer> {
    const response = await this.#send(path, body, false, signal);
    if (!response.ok) throw new Error(`the JSAPI host answered ${response.status}`);
    return native.parse(await response.text()) as Answer;
  }

  #send(path: string, body: string, keepalive: boolean, signal: AbortSignal | null): Promise<Response> {
    // No prototype: a getter the program puts on Object.prototype must not be asked for a missing option. And no
    // Object.assign: the program may have put its own in place.
    const options = {
      __proto__: null,
      method: "POST",
      body: this.#head + body,
      cache: "no-store",
      credentials: "omit",
      keepalive,
      mode: "cors",
      referrerPolicy: "no-referrer",
      signal,
    } as RequestInit;
    return this.#fetch(this.#url + path, options);
  }

  /** What calls and reports have in common. They may arrive in another order than they were made: `call` counts them. */
  #about(api: string, params: string, via: Via): string {
    this.#calls += 1;
    const head = `,"call":${this.#calls},"api":${native.stringify(api)},"params":${params}`;
    return `${head},"via":"${via}","page":${native.stringify(location.href)}`;
  }
}

/** JSON text for the journal, which keeps the beginning of what is very long: a file of ten megabytes is no parameter. */
function short(json: string): string {
  if (json.length <= LONGEST) return json;
  const cut = (_name: string, value: unknown): unknown =>
    typeof value === "string" && value.length > LONG_TEXT ? { shortened: true, characters: value.length, begins: value.slice(0, BEGINNING) } : value;
  const text = native.stringify(native.parse(json), cut);
  return text.length <= LONGEST ? text : native.stringify({ shortened: true, characters: json.length, begins: json.slice(0, BEGINNING) });
}
