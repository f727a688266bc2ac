/** How far columns moved on their way through the compiler; lines never move. */

import type { LineShifts } from "../output.ts";
import type { Insertion } from "./guards.ts";

type Shifts = { [line: string]: LineShifts };

/** Pairs of (compiled column, column in the source), a list for each line. */
export type Columns = readonly (readonly (readonly [compiled: number, source: number])[])[];

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Decodes the mappings of a source map. */
export function decode(mappings: string): Columns {
  let column = 0;
  return mappings.split(";").map((line) => {
    let compiled = 0;
    const pairs: [number, number][] = [];
    for (const segment of line.split(",")) {
      const [first, , , fourth] = numbers(segment);
      if (first === undefined) continue;
      compiled += first;
      if (fourth === undefined) continue;
      column += fourth;
      pairs.push([compiled, column]);
    }
    return pairs;
  });
}

function numbers(segment: string): number[] {
  const values: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    value += (digit & 31) << shift;
    shift += 5;
    if ((digit & 32) !== 0) continue;
    values.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return values;
}

/** Joins a source map with the insertions made into its result (`text`). */
export function shiftsOf(columns: Columns, text: string, insertions: readonly Insertion[]): Shifts {
  const shifts: Shifts = {};
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  let next = 0;
  columns.forEach((pairs, line) => {
    const start = starts[line] ?? text.length;
    const end = starts[line + 1] ?? text.length + 1;
    const here: Insertion[] = [];
    while (next < insertions.length && (insertions[next] as Insertion).at < end) here.push(insertions[next++] as Insertion);
    const moved: number[] = [];
    let last = 0;
    for (const [compiled, original] of pairs) {
      const added = here.filter(({ at }) => at - start <= compiled).reduce((sum, { text: inserted }) => sum + inserted.length, 0);
      const shift = compiled + added - original;
      if (shift !== last) moved.push(compiled + added, (last = shift));
    }
    if (moved.length > 0) shifts[line + 1] = moved;
  });
  return shifts;
}
