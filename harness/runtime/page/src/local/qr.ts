/** QR codes of model 2 by ISO/IEC 18004: a text as UTF-8 in byte mode, in the smallest version that holds it. Pure. */

export type Level = "L" | "M" | "Q" | "H";
/** Rows of modules, true for a dark one; without the quiet zone. */
export type Matrix = readonly (readonly boolean[])[];

const LARGEST_VERSION = 40;
/** The number by which a level stands in the format information. */
const FORMAT: Readonly<Record<Level, number>> = { L: 1, M: 0, Q: 3, H: 2 };

/** By version from 1: correction codewords a block, and blocks (ISO/IEC 18004, table 9). */
const CORRECTION: Readonly<Record<Level, readonly [perBlock: string, blocks: string]>> = {
  L: [
    "7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28 28 28 30 30 26 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
    "1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8 8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 22 24 25",
  ],
  M: [
    "10 16 26 18 24 16 18 22 22 26 30 22 22 24 24 28 28 26 26 26 26 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28",
    "1 1 1 2 2 4 4 4 5 5 5 8 9 9 10 10 11 13 14 16 17 17 18 20 21 23 25 26 28 29 31 33 35 37 38 40 43 45 47 49",
  ],
  Q: [
    "13 22 18 26 18 24 18 22 20 24 28 26 24 20 30 24 28 28 26 30 28 30 30 30 30 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
    "1 1 2 2 4 4 6 6 8 8 8 10 12 16 12 17 16 18 21 20 23 23 25 27 29 34 34 35 38 40 43 45 48 51 53 56 59 62 65 68",
  ],
  H: [
    "17 28 22 16 22 28 26 26 24 28 24 28 22 24 24 30 28 28 26 28 30 24 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
    "1 1 2 4 4 4 5 6 8 8 11 11 16 16 18 16 19 21 25 25 25 34 30 32 35 37 40 42 45 48 51 54 57 60 63 66 70 74 77 81",
  ],
};

const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/** Returns the code of a text, or undefined where no version holds so much. */
export function qrMatrix(text: string, level: Level): Matrix | undefined {
  const bytes = new TextEncoder().encode(text);
  for (let version = 1; version <= LARGEST_VERSION; version += 1) {
    const [perBlock, blocks] = correction(version, level);
    const codewords = Math.floor(dataModules(version) / 8);
    const counted = version < 10 ? 8 : 16;
    if (4 + counted + bytes.length * 8 > (codewords - perBlock * blocks) * 8) continue;
    const data = padded(bytes, counted, codewords - perBlock * blocks);
    return best(version, level, interleaved(data, perBlock, blocks, codewords));
  }
  return undefined;
}

const correction = (version: number, level: Level): readonly [number, number] =>
  CORRECTION[level].map((column) => Number(column.split(" ")[version - 1])) as unknown as readonly [number, number];

/** How many modules are neither pattern nor format nor version. */
function dataModules(version: number): number {
  const aligned = Math.floor(version / 7) + 2;
  const patterns = version === 1 ? 0 : (25 * aligned - 10) * aligned - 55 + (version >= 7 ? 36 : 0);
  return (16 * version + 128) * version + 64 - patterns;
}

/** Mode, length and bytes as codewords, filled up. */
function padded(bytes: Uint8Array, counted: number, length: number): number[] {
  const bits = [...bitsOf(4, 4), ...bitsOf(bytes.length, counted), ...[...bytes].flatMap((byte) => bitsOf(byte, 8))];
  bits.push(...bitsOf(0, Math.min(4, length * 8 - bits.length)));
  const words = Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) => bits.slice(at * 8, at * 8 + 8).reduce((word, bit, place) => word | (bit << (7 - place)), 0));
  for (let filler = 0xec; words.length < length; filler ^= 0xec ^ 0x11) words.push(filler);
  return words;
}

const bitsOf = (value: number, count: number): number[] => Array.from({ length: count }, (_, at) => (value >> (count - 1 - at)) & 1);

/** The codewords of all blocks, and then their corrections, one of each block at a time. */
function interleaved(data: readonly number[], perBlock: number, blocks: number, codewords: number): number[] {
  const short = Math.floor(codewords / blocks) - perBlock;
  const longFrom = blocks - (codewords % blocks);
  let at = 0;
  const parts = Array.from({ length: blocks }, (_, block) => data.slice(at, (at += short + (block >= longFrom ? 1 : 0))));
  const divisor = generator(perBlock);
  const corrections = parts.map((part) => remainder(part, divisor));
  const across = (rows: readonly (readonly number[])[], length: number): number[] =>
    Array.from({ length }, (_, column) => rows.flatMap((row) => (column < row.length ? [row[column] as number] : []))).flat();
  return [...across(parts, short + 1), ...across(corrections, perBlock)];
}

/** Multiplies in the field of 256 elements with the polynomial 0x11d. */
function times(x: number, y: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((y >> bit) & 1) * x;
  }
  return product;
}

/** The generator polynomial of a degree, the highest coefficient (1) left out. */
function generator(degree: number): number[] {
  const result = [...Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let step = 0; step < degree; step += 1) {
    for (let at = 0; at < degree; at += 1) result[at] = times(result[at] as number, root) ^ (result[at + 1] ?? 0);
    root = times(root, 2);
  }
  return result;
}

function remainder(data: readonly number[], divisor: readonly number[]): number[] {
  const result = divisor.map(() => 0);
  for (const word of data) {
    const factor = word ^ (result.shift() as number);
    result.push(0);
    divisor.forEach((coefficient, at) => (result[at] = (result[at] as number) ^ times(coefficient, factor)));
  }
  return result;
}

/** Draws the code with each mask and returns the one that readers like best. */
function best(version: number, level: Level, words: readonly number[]): Matrix {
  const drawn = MASKS.map((_, mask) => drawing(version, level, words, mask));
  const penalties = drawn.map(penalty);
  return drawn[penalties.indexOf(Math.min(...penalties))] as Matrix;
}

function drawing(version: number, level: Level, words: readonly number[], mask: number): Matrix {
  const size = version * 4 + 17;
  const dark: boolean[][] = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const taken: boolean[][] = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const set = (row: number, column: number, value: boolean): void => {
    if (row < 0 || column < 0 || row >= size || column >= size) return;
    (dark[row] as boolean[])[column] = value;
    (taken[row] as boolean[])[column] = true;
  };
  for (let at = 0; at < size; at += 1) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  const rings = (row: number, column: number, radius: number, isDark: (distance: number) => boolean): void => {
    for (let dy = -radius; dy <= radius; dy += 1) for (let dx = -radius; dx <= radius; dx += 1) set(row + dy, column + dx, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (const [row, column] of [[3, 3], [3, size - 4], [size - 4, 3]] as const) rings(row, column, 4, (distance) => distance !== 2 && distance !== 4);
  const centers = alignments(version, size);
  const last = centers.length - 1;
  centers.forEach((row, i) => centers.forEach((column, j) => {
    if (!((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0))) rings(row, column, 2, (distance) => distance !== 1);
  }));
  signs(version, level, mask, size, set);
  fill(words, size, mask, dark, taken);
  return dark;
}

function alignments(version: number, size: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => size - 7 - (count - 2 - at) * step)];
}

/** Format and version information, each twice. */
function signs(version: number, level: Level, mask: number, size: number, set: (row: number, column: number, value: boolean) => void): void {
  const format = coded((FORMAT[level] << 3) | mask, 10, 0x537) ^ 0x5412;
  const bit = (at: number): boolean => ((format >> at) & 1) === 1;
  for (let at = 0; at < 15; at += 1) {
    const [row, column] = at < 6 ? [at, 8] : at < 8 ? [at + 1, 8] : at === 8 ? [8, 7] : [8, 14 - at];
    set(row as number, column as number, bit(at));
    if (at < 8) set(8, size - 1 - at, bit(at));
    else set(size - 15 + at, 8, bit(at));
  }
  set(size - 8, 8, true);
  if (version < 7) return;
  const said = coded(version, 12, 0x1f25);
  for (let at = 0; at < 18; at += 1) {
    const [far, near, value] = [size - 11 + (at % 3), Math.floor(at / 3), ((said >> at) & 1) === 1];
    set(far, near, value);
    set(near, far, value);
  }
}

/** A number followed by its check bits. */
function coded(value: number, checks: number, polynomial: number): number {
  let rest = value;
  for (let step = 0; step < checks; step += 1) rest = (rest << 1) ^ ((rest >> (checks - 1)) * polynomial);
  return (value << checks) | rest;
}

/** Writes the codewords into what is free, in columns of two from the right, up and down in turn. */
function fill(words: readonly number[], size: number, mask: number, dark: boolean[][], taken: readonly boolean[][]): void {
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const up = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const row = up ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (taken[row]?.[column] === true) continue;
        const value = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        (dark[row] as boolean[])[column] = value !== (MASKS[mask] as (r: number, c: number) => boolean)(row, column);
        bit += 1;
      }
    }
  }
}

/** How hard a code is to read: long runs, blocks, what looks like a finder, and more of one color than of the other. */
function penalty(matrix: Matrix): number {
  const size = matrix.length;
  const columns = matrix.map((_, column) => matrix.map((row) => row[column] as boolean));
  let sum = 0;
  for (const line of [...matrix, ...columns]) {
    const text = line.map((dark) => (dark ? "1" : "0")).join("");
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) sum += run.length - 2;
    for (const _ of text.matchAll(/(?=10111010000)|(?=00001011101)/g)) sum += 40;
  }
  for (let row = 1; row < size; row += 1) {
    for (let column = 1; column < size; column += 1) {
      const corner = matrix[row]?.[column];
      if (corner === matrix[row - 1]?.[column] && corner === matrix[row]?.[column - 1] && corner === matrix[row - 1]?.[column - 1]) sum += 3;
    }
  }
  const share = matrix.flat().filter(Boolean).length / (size * size);
  return sum + Math.floor(Math.abs(share * 20 - 10)) * 10;
}
