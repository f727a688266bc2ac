import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Frames, type Frame } from "../src/frames.ts";
import { native } from "../src/natives.ts";

let hide: () => void = () => undefined;

before(() => {
  Object.assign(globalThis, { addEventListener: (_type: string, listener: () => void) => (hide = listener) });
  native.reportError = () => undefined;
});

const frame = (data: string): Frame => ({ way: "in", socket: 1, url: "ws://shop/", isBuffer: false, data });

/** A journal that writes each telling down when it is let go on. */
function journal(): { frames: Frames; told: string[]; goOn: () => Promise<void> } {
  const told: string[] = [];
  const held: (() => void)[] = [];
  const frames = new Frames(
    (each) =>
      new Promise<void>((resolve) =>
        held.push(() => {
          told.push(...each.map(({ data }) => String(data)));
          resolve();
        }),
      ),
  );
  return {
    frames,
    told,
    async goOn() {
      held.shift()?.();
      await new Promise((done) => setTimeout(done, 0));
    },
  };
}

test("what came is handed on when it stands in the journal, all in turn", async () => {
  const { frames, told, goOn } = journal();
  frames.add(frame("one"), () => told.push("heard one"));
  frames.add(frame("two"), () => told.push("heard two"));
  frames.add(undefined, () => told.push("closed"));
  assert.deepEqual(told, []);
  await goOn();
  assert.deepEqual(told, ["one", "heard one"]);
  await goOn();
  assert.deepEqual(told, ["one", "heard one", "two", "heard two", "closed"]);
});

test("a journal that cannot be reached holds nothing up", async () => {
  const frames = new Frames(() => Promise.reject(new Error("off")));
  await new Promise<void>((heard) => frames.add(frame("one"), heard));
});

test("a listener that throws stops no other", async () => {
  const { frames, told, goOn } = journal();
  frames.add(frame("one"), () => {
    throw new Error("torn");
  });
  frames.add(frame("two"), () => told.push("heard two"));
  await goOn();
  await goOn();
  assert.deepEqual(told, ["one", "two", "heard two"]);
});

test("what still waits is told when the page goes", async () => {
  const { frames, told, goOn } = journal();
  frames.add(frame("one"));
  frames.add(frame("two"));
  hide();
  await goOn();
  await goOn();
  assert.deepEqual(told, ["one", "two"]);
});

test("of a long message its beginning is told", async () => {
  let said: unknown;
  const frames = new Frames(async ([first]) => void (said = first?.data));
  await new Promise<void>((heard) => frames.add(frame("x".repeat(65_537)), heard));
  assert.deepEqual(said, { shortened: true, characters: 65_537, begins: "x".repeat(200) });
});
