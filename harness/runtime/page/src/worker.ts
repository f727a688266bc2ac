/**
 * What stands before a program's own service worker, in its script.
 *
 * A wallet's bridge is no request of the page's: no service worker sees it. Ours is one, so it has to pass by. And what a
 * worker answers by itself never reaches the merchant: it is told to the journal, which would know nothing of it.
 */

interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(answer: Response | PromiseLike<Response>): void;
  waitUntil(work: Promise<unknown>): void;
}

type Scope = typeof globalThis & { readonly FetchEvent: { readonly prototype: FetchEvent } };
type Source = "network" | "cache";

/** The main script has it, and each module that it imports: the first counts. */
const DONE = Symbol.for("wallet passes by");
type Method = (this: unknown, ...given: unknown[]) => unknown;

/** Lets requests to the wallet app at `wallet`, an origin, pass by, and tells it what the program's worker answers. */
export function install(wallet: string): void {
  const scope = globalThis as Scope;
  if (Object.hasOwn(scope, DONE)) return;
  Object.defineProperty(scope, DONE, { value: true });
  const ask = scope.fetch.bind(scope);
  const sources = new WeakMap<Response, Source>();
  const stringify = JSON.stringify;

  const mark = (given: unknown, source: Source): unknown => {
    for (const answer of Array.isArray(given) ? (given as unknown[]) : [given]) if (answer instanceof Response) sources.set(answer, source);
    return given;
  };
  /** Lets a method's answers be known by where they come from. */
  const marked = (owner: object, name: string, source: Source): void => {
    const own = (owner as Record<string, Method>)[name] as Method;
    const method = function (this: unknown, ...given: unknown[]): unknown {
      return Promise.resolve(own.apply(this, given)).then((answer) => mark(answer, source));
    };
    Object.defineProperty(owner, name, { configurable: true, writable: true, value: method });
  };
  marked(scope, "fetch", "network");
  marked(Cache.prototype, "match", "cache");
  marked(Cache.prototype, "matchAll", "cache");
  marked(CacheStorage.prototype, "match", "cache");

  const { clone } = Response.prototype;
  Response.prototype.clone = function () {
    const copy = clone.call(this);
    const source = sources.get(this);
    if (source !== undefined) sources.set(copy, source);
    return copy;
  };

  const tell = ({ method, url }: Request, { status }: Response, from: string): Promise<unknown> =>
    ask(`${wallet}/jsapi/worker`, { method: "POST", body: stringify({ method, url, status, from }), credentials: "omit", cache: "no-store" }).catch(() => undefined);

  const { respondWith } = scope.FetchEvent.prototype;
  scope.FetchEvent.prototype.respondWith = function (this: FetchEvent, given) {
    const answered = Promise.resolve(given);
    respondWith.call(this, answered);
    // A page, a script, a picture is a part of the program; an empty destination is a question that it asks.
    if (this.request.destination !== "") return;
    const told = answered.then((answer) => {
      const source = sources.get(answer);
      return source === "network" || answer.type === "error" ? undefined : tell(this.request, answer, source ?? "itself");
    });
    this.waitUntil(told.catch(() => undefined));
  };

  scope.addEventListener("fetch", (event) => {
    if ((event as FetchEvent).request.url.startsWith(`${wallet}/`)) event.stopImmediatePropagation();
  });
}
