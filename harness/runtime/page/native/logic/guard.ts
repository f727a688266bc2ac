/** Stops loops that never end: compiled loops call the guard once a turn (compiler/script/guards.ts). */

/** Turns of loops between two looks at the clock. */
const TURNS = 4096;

export class EndlessLoopError extends Error {
  override readonly name = "EndlessLoopError";
}

/**
 * Makes the guard: it throws once the program has kept the page busy for `budget` milliseconds of real time.
 *
 * Only a new task (not a mere microtask) starts the measure anew, so `while (true) await x` is stopped too.
 */
export function makeGuard(now: () => number, budget: number): () => void {
  let turns = 0;
  let since = -1;
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    since = -1;
  };
  return () => {
    turns += 1;
    if (turns < TURNS) return;
    turns = 0;
    const time = now();
    if (since < 0) {
      since = time;
      channel.port2.postMessage(0);
    } else if (time - since > budget) {
      throw new EndlessLoopError(`a loop kept the program busy for ${budget / 1000} s: it was stopped`);
    }
  };
}
