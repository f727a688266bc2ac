/** Finds where in the program's own source an error was thrown. */

import type { ScriptModule } from "../../compiler/output.ts";

type Modules = { readonly [id: string]: ScriptModule };

const FRAME = /((?:[\w@.%~+-]+\/)*[\w@.%~+-]+\.(?:js|ts|sjs|axml)):(\d+):(\d+)/g;


export class Places {
  readonly #modules: Modules;
  /** How far the first line of each module is moved by what stands before it. */
  head = 0;

  constructor(modules: Modules) {
    this.#modules = modules;
  }

  /** Rewrites every `file:line:column` of a stack to where it is in the source. */
  stack(error: unknown): string {
    const stack = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
    return stack.replace(FRAME, (whole, name: string, line: string, column: string) => {
      const file = decodeURI(name);
      return file in this.#modules ? `${file}:${line}:${this.#column(file, Number(line), Number(column))}` : whole;
    });
  }

  /** Returns the innermost place in the program's own files (not in its packages, where there is a choice), or "". */
  of(error: unknown): string {
    const frames = [...this.stack(error).matchAll(FRAME)].filter(([, file = ""]) => file in this.#modules);
    const own = frames.find(([, file = ""]) => !file.startsWith("node_modules/"));
    return (own ?? frames[0])?.[0] ?? "";
  }

  #column(file: string, line: number, column: number): number {
    const shifts = this.#modules[file]?.shifts[line] ?? [];
    const at = column - 1 - (line === 1 ? this.head : 0);
    let shift = 0;
    for (let index = 0; index < shifts.length; index += 2) {
      if ((shifts[index] ?? 0) > at) break;
      shift = shifts[index + 1] ?? 0;
    }
    return Math.max(1, at - shift + 1);
  }
}
