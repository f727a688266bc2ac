/** What the phone tells the runtime about this wallet, this program and this session (JSAPI host protocol). */

export interface Config {
  /** Base URL of the JSAPI host, e.g. `http://127.0.0.1:4000`. */
  readonly host: string;
  readonly phone: string;
  /** Secret of this phone session: never leaves the runtime except in a request to the host. */
  readonly key: string;
  /** Names this wallet offers; `my` and `canIUse` derive from it. */
  readonly apis: readonly string[];
  readonly appId: string;
  /** As `my.getSystemInfo` returns it. */
  readonly systemInfo: Fields;
  /** Name of the window property that holds the test engine. */
  readonly engine: string;
  /** True where a native Mini Program runs: its own runtime comes with the page. */
  readonly native?: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;

/** Through which door of the page a call came (jsapi.md 1.1, the variants). */
export type Via = "my" | "my.call" | "AlipayJSBridge" | "WindVane";

/** The end of one call. A call failed if and only if `ok` is false; `result` is the one object every listener gets. */
export interface Outcome {
  readonly ok: boolean;
  readonly result: unknown;
}

export const success = (result: unknown = {}): Outcome => ({ ok: true, result });

/** A failure with the wallet's own number and text (jsapi.md 1.1: error 2 is "invalid parameter!"). */
export const failure = (error: number, errorMessage: string): Outcome => ({
  ok: false,
  result: { error, errorMessage, message: errorMessage },
});

export const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** The language of the wallet app, as a primary tag: "en", "ar". */
export function languageOf(config: Pick<Config, "systemInfo">): string {
  const language = config.systemInfo["language"];
  return typeof language === "string" ? (language.toLowerCase().split(/[-_]/)[0] ?? "en") : "en";
}
