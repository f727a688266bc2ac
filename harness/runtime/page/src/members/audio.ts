/** `my.createInnerAudioContext()` and `my.getBackgroundAudioManager()`: a sound that really plays, to nobody's ears. */

type Listener = (told: object) => unknown;

/** The context's events, and the audio element's for each. */
const EVENTS: Readonly<Record<string, string>> = {
  CanPlay: "canplay",
  Canplay: "canplay",
  Ended: "ended",
  Error: "error",
  Pause: "pause",
  Play: "play",
  Seeked: "seeked",
  Seeking: "seeking",
  TimeUpdate: "timeupdate",
  Waiting: "waiting",
};
const SHARED = ["src", "autoplay", "loop", "volume", "playbackRate"] as const;
const TOLD = ["duration", "currentTime", "paused"] as const;

/** Error 10001 to 10004 by the element's own reasons: system, network, file, format. [I]: the documents of this family give no numbers. */
const ERRORS: Readonly<Record<number, number>> = { 1: 10001, 2: 10002, 3: 10003, 4: 10004 };

export function audioContext(): object {
  const audio = new globalThis.Audio();
  const listeners = new Map<string, Set<Listener>>();
  const tell = (event: string, told: object = {}): void => {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(told);
  };
  const context: Record<string, unknown> = { startTime: 0 };
  for (const name of SHARED) {
    Object.defineProperty(context, name, { enumerable: true, get: () => audio[name], set: (value: never) => (audio[name] = value) });
  }
  for (const name of TOLD) Object.defineProperty(context, name, { enumerable: true, get: () => audio[name] });
  for (const [event, own] of Object.entries(EVENTS)) {
    audio.addEventListener(own, () => {
      const error = audio.error;
      tell(event, event === "Error" ? { errCode: ERRORS[error?.code ?? 1], errMsg: error?.message ?? "" } : {});
    });
  }
  for (const event of [...Object.keys(EVENTS), "Stop"]) {
    context[`on${event}`] = (listener: Listener) => void listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    context[`off${event}`] = (listener?: Listener) => void (listener === undefined ? listeners.delete(event) : listeners.get(event)?.delete(listener));
  }
  return Object.assign(context, {
    play() {
      if (audio.currentTime === 0 && Number(context["startTime"]) > 0) audio.currentTime = Number(context["startTime"]);
      // A refusal is told by the element's own "error".
      audio.play().catch(() => undefined);
    },
    pause: () => audio.pause(),
    stop() {
      audio.pause();
      audio.currentTime = 0;
      tell("Stop");
    },
    seek: (seconds: number) => void (audio.currentTime = seconds),
    destroy() {
      audio.pause();
      audio.removeAttribute("src");
      listeners.clear();
    },
  });
}
