/** `my`: what the program sees of the wallet. Functions are made when first read, unknown names are reported. */

import type { Wallet } from "./wallet.ts";

/** Names that languages, frameworks and consoles read from any object; nobody asks the wallet for them. */
const NOT_AN_API = /^(then|toJSON|default|inspect|nodeType|tagName|window|self|splice|_.*|\$.*|@@.*)$/;

/** Makes the object `my`. A program may put its own wrappers on it, as on a device. */
export function makeMy(wallet: Wallet): object {
  const target: Record<string, unknown> = {};
  const { events } = wallet;

  const make = (name: string): unknown => {
    if (name === "call") {
      return (api: unknown, first: unknown, second: unknown) => wallet.call(String(api), first, second, "my.call", true);
    }
    if (name in wallet.members && wallet.offered.has(name)) return wallet.members[name];
    if (!wallet.offered.has(name) || wallet.features.has(name)) return undefined;
    const event = /^(on|off)([A-Z].*)$/.exec(name);
    if (event !== null) {
      const [, verb, subject = ""] = event;
      return (listener: unknown) => (verb === "on" ? events.on(subject, listener) : events.off(subject, listener));
    }
    if (wallet.isSync(name)) {
      return (options: unknown = {}) => wallet.runLocal(name, options, "my").result;
    }
    return (first: unknown, second: unknown) => wallet.call(name, first, second, "my");
  };

  /** Puts the member on the target the first time it is asked for. */
  const ensure = (key: PropertyKey): void => {
    if (typeof key !== "string" || key in target) return;
    const member = make(key);
    if (member !== undefined) {
      target[key] = member;
    } else if (!NOT_AN_API.test(key)) {
      wallet.missing(key);
    }
  };

  return new Proxy(target, {
    get(object, key, receiver) {
      ensure(key);
      return Reflect.get(object, key, receiver) as unknown;
    },
    has(object, key) {
      ensure(key);
      return Reflect.has(object, key);
    },
    getOwnPropertyDescriptor(object, key) {
      ensure(key);
      return Reflect.getOwnPropertyDescriptor(object, key);
    },
    ownKeys(object) {
      for (const name of wallet.offered) ensure(name);
      ensure("call");
      return Reflect.ownKeys(object);
    },
  });
}
