/** The door to the phone: what the init script (page/src/native-door.ts) keeps ready for a native program's runtime. */

import { failure } from "../src/config.ts";
import { Leaving } from "../src/leaving.ts";
import type { NativeDoor } from "../src/native-door.ts";

/** Takes the door out of the page, so that nobody else finds it. Without a phone (a page of ours) there is a plain one. */
export function takeDoor(): NativeDoor {
  const holder = window as unknown as { __nativeDoor?: NativeDoor };
  const door = holder.__nativeDoor;
  delete holder.__nativeDoor;
  return door ?? plainDoor();
}

function plainDoor(): NativeDoor {
  const my: Record<string, unknown> = {};
  const ask: NativeDoor["ask"] = () => Promise.resolve(failure(1, "not implemented!"));
  return {
    my,
    now: performance.now.bind(performance),
    setTimeout: setTimeout.bind(window),
    systemInfo: {},
    ask,
    leaving: new Leaving(ask),
    listeners: { on: () => undefined, off: () => undefined },
    emit: () => undefined,
    connect({ apis, members }) {
      for (const [name, api] of Object.entries(apis)) my[name] = (options: unknown) => Promise.resolve(api(options ?? {})).then(({ result }) => result);
      Object.assign(my, members);
    },
  };
}
