/**
 * Fills the empty pieces of template literals while sucrase works. Its source maps lose count at a token without length:
 * after `${a}${b}` no column of the file would be found again. The filler is taken out of code and columns afterwards.
 */

import type { Columns } from "./shifts.ts";

/** Where an empty piece may be. Elsewhere (in a string, a comment) a filler does no harm: it is taken out again. */
const EMPTY = /(?<=[`}])(?=\$\{)|(?<=[`}])(?=`)/g;
const FIRST_FILLER = 0xe000;

export interface Padded {
  readonly text: string;
  /** A character that the text itself does not have; "" when nothing needed filling. */
  readonly filler: string;
}

export function pad(text: string): Padded {
  if (!text.includes("`")) return { text, filler: "" };
  let code = FIRST_FILLER;
  while (text.includes(String.fromCharCode(code))) code += 1;
  const filler = String.fromCharCode(code);
  const filled = text.replace(EMPTY, filler);
  return filled === text ? { text, filler: "" } : { text: filled, filler };
}

/** Columns as they are once the filler is gone from the compiled code and from the source. */
export function unpad(columns: Columns, code: string, { text, filler }: Padded): Columns {
  if (filler === "") return columns;
  const [compiled, source] = [code.split("\n"), text.split("\n")];
  const real = (line: string, column: number): number => column - (line.slice(0, column).split(filler).length - 1);
  return columns.map((pairs, line) => {
    const [to = "", from = ""] = [compiled[line], source[line]];
    if (!to.includes(filler) && !from.includes(filler)) return pairs;
    return pairs.map(([at, was]) => [real(to, at), real(from, was)] as const);
  });
}
