import assert from "node:assert/strict";
import { test } from "node:test";
import { qrMatrix, type Matrix } from "../src/local/qr.ts";

/** Read by readers of others when it was written down, as were all forty versions in all four levels. */
const TICKET = `
  #######.#.##..#######
  #.....#.####..#.....#
  #.###.#.#.###.#.###.#
  #.###.#...##..#.###.#
  #.###.#..#.#..#.###.#
  #.....#.##..#.#.....#
  #######.#.#.#.#######
  ........#..##........
  ..###.#.#.##.###..###
  ####.#.###...#.#.#..#
  #.##.##.....#...###..
  ....#..##..#...##.#..
  #.#####...#...#.##.#.
  ........#....##...##.
  #######..###..##.###.
  #.....#..#.#..#...#..
  #.###.#.#.##.###.#.#.
  #.###.#.#......#..#..
  #.###.#.#..#....#....
  #.....#...#..#.##.#..
  #######...##.##.#.##.
`;

const drawn = (matrix: Matrix | undefined): string => `\n${(matrix ?? []).map((row) => `  ${row.map((dark) => (dark ? "#" : ".")).join("")}\n`).join("")}`;

test("a text is drawn as a code that readers read", () => {
  assert.equal(drawn(qrMatrix("T-12", "H")), TICKET);
});

test("a code is as large as it has to be", () => {
  const sizes = (level: "L" | "H", lengths: readonly number[]): unknown => lengths.map((length) => qrMatrix("x".repeat(length), level)?.length);
  assert.deepEqual(sizes("L", [17, 18, 2953, 2954]), [21, 25, 177, undefined]);
  assert.deepEqual(sizes("H", [7, 8, 1273, 1274]), [21, 25, 177, undefined]);
});
