/** `my.createWorker(path)`: a script of the program's in a thread of its own, with messages as the one way in and out. */

import type { ScriptModule } from "../../compiler/output.ts";
import type { Runtime } from "../runtime.ts";
import { HIDDEN } from "./globals.ts";

type Listener = (message: unknown) => unknown;

/** From the worker's thread: a message, or what its code threw. */
type FromWorker = { readonly message: unknown } | { readonly thrown: { readonly name: string; readonly message: string; readonly stack: string } };

/** What a program's script has in a worker, and by which names it finds it all together. */
const NAMES = ["worker", "console", "setTimeout", "clearTimeout", "setInterval", "clearInterval", "$l"] as const;
const WHOLE = ["self", "global", "globalThis"] as const;

export class Workers {
  readonly #runtime: Runtime;
  #running: Worker | undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Starts one, or says in the console why not and returns undefined, as the documents' sample has it. */
  create(path: unknown): object | undefined {
    const entry = String(path).replace(/^\.?\//, "");
    const { program, reporter } = this.#runtime;
    if (!program.workers.includes(entry)) {
      reporter.report(new Error(`there is no worker "${entry}": name it in "include" of mini.project.json, or its folder in "workers" of app.json`));
      return undefined;
    }
    if (this.#running !== undefined) {
      reporter.report(new Error("one worker at a time: call terminate() of the one that runs first"));
      return undefined;
    }
    const url = URL.createObjectURL(new Blob([this.#script(entry)], { type: "text/javascript" }));
    const running = (this.#running = new Worker(url));
    URL.revokeObjectURL(url);
    return this.#face(running);
  }

  #face(running: Worker): object {
    const listeners: Listener[] = [];
    const { reporter } = this.#runtime;
    running.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if ("thrown" in data) reporter.report(Object.assign(new Error(data.thrown.message), data.thrown));
      else for (const listener of listeners) reporter.run(() => listener(data.message));
    };
    return {
      onMessage: (listener: unknown) => void (typeof listener === "function" && listeners.push(listener as Listener)),
      postMessage: (message: unknown) => running.postMessage(JSON.parse(JSON.stringify(message ?? null))),
      terminate: () => {
        running.terminate();
        if (this.#running === running) this.#running = undefined;
      },
    };
  }

  /** One script that holds the modules which the entry reaches. Each is evaluated under its own name, so that places are right. */
  #script(entry: string): string {
    const { program, realm } = this.#runtime;
    const modules: Record<string, Pick<ScriptModule, "code" | "requires" | "kind">> = {};
    const waiting = [entry];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const module = program.modules[id];
      if (module === undefined || id in modules) continue;
      modules[id] = { code: module.code, requires: module.requires, kind: module.kind };
      waiting.push(...Object.values(module.requires));
    }
    // As wide as what stands before a module in the page: columns of the first line are counted back by that.
    const head = `(function(${[...HIDDEN, ...NAMES, ...WHOLE].join(",")}){return function(exports,require,module){`.padEnd(realm.headLength);
    return `(${THREAD})(${JSON.stringify({ modules, entry, head, hidden: HIDDEN.length, names: NAMES, whole: WHOLE.length })})`;
  }
}

/** The thread's own side; text, because it runs in another world than what stands around it. */
const THREAD = `({ modules, entry, head, hidden, names, whole }) => {
  const { postMessage, addEventListener, JSON, eval: evaluate, console } = self;
  const thrown = (error) => postMessage({ thrown: error instanceof Error ? { name: error.name, message: error.message, stack: String(error.stack) } : { name: "Error", message: String(error), stack: "" } });
  const attempt = (work) => { try { return work(); } catch (error) { thrown(error); } };
  const listeners = [];
  addEventListener("message", ({ data }) => { for (const listener of listeners) attempt(() => listener(data)); });
  addEventListener("unhandledrejection", (event) => { event.preventDefault(); thrown(event.reason); });
  addEventListener("error", (event) => { event.preventDefault(); thrown(event.error); });
  const worker = {
    onMessage: (listener) => { if (typeof listener === "function") listeners.push(listener); },
    postMessage: (message) => postMessage({ message: JSON.parse(JSON.stringify(message ?? null)) }),
  };
  const own = { worker, console, $l: () => undefined };
  for (const name of names) own[name] ??= self[name].bind(self);
  const values = [...Array(hidden).fill(undefined), ...names.map((name) => own[name]), ...Array(whole).fill(own)];
  const loaded = {};
  const load = (id) => {
    if (id in loaded) return loaded[id].exports;
    const source = modules[id];
    const module = loaded[id] = { exports: {} };
    if (source.kind === "json") return module.exports = JSON.parse(source.code);
    const body = evaluate(head + source.code + "\\n}})\\n//# sourceURL=" + encodeURI(id))(...values);
    body.call(module.exports, module.exports, (request) => load(source.requires[request]), module);
    return module.exports;
  };
  attempt(() => load(entry));
}`;
