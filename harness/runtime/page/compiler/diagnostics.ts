/** Collects what there is to say about the program's files. */

import type { Diagnostic, Severity } from "./output.ts";

/** A text with its name: knows where an offset is. */
export class Source {
  readonly file: string;
  readonly text: string;
  #starts: readonly number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** Line and column of an offset, both from 1. */
  place(offset: number): { readonly line: number; readonly column: number } {
    const starts = (this.#starts ??= lineStarts(this.text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  line(number: number): string {
    return (this.text.split("\n", number)[number - 1] ?? "").replace(/\r$/, "");
  }

  diagnostic(severity: Severity, offset: number, message: string, next = ""): Diagnostic {
    const { line, column } = this.place(Math.min(Math.max(offset, 0), this.text.length));
    return { severity, file: this.file, line, column, message, excerpt: this.line(line).trim().slice(0, 200), next };
  }
}

/** Says something about a whole file, or about one that is not there. */
export function about(severity: Severity, file: string, message: string, next = ""): Diagnostic {
  return { severity, file, line: 0, column: 0, message, excerpt: "", next };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
