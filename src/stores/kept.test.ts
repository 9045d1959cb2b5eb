import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import Database from "better-sqlite3";
import { pino } from "pino";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { bytesOf } from "./bytes.ts";
import { openEmbeddedStore } from "./embedded/index.ts";
import { type Forgotten, keep } from "./kept.ts";
import type { Store } from "./store.ts";

const folder = mkdtempSync(join(tmpdir(), "kept-"));
const stores: Store[] = [];
let files = 0;
const newFile = () => join(folder, `${files++}.db`);

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(stores.splice(0).map((store) => store.close()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process's kept values of rows and lists: a note names a row, and forgets the lists too. */
const process = (file: string, listBytes = 100_000) => {
  const { messages, ...store } = openEmbeddedStore({ file, busyTimeoutMs: 50 });
  stores.push({ messages, ...store });
  const forgets = (note: string): Forgotten<"row" | "list">[] => [["row", note], ["list"]];
  const options = { topic: "shop", parts: { row: 100_000, list: listBytes }, forgets, messages };
  return { kept: keep({ ...options, log: pino({ level: "silent" }) }), messages };
};
const value = (n: number) => async () => ({ n });
/** A load that ends when it is told to. */
const slow = () => {
  const { promise, resolve } = Promise.withResolvers<{ n: number }>();
  return { load: vi.fn(() => promise), resolve };
};

it("keeps what was read, and holds nothing but that very value", async () => {
  const { kept } = process(newFile());
  const first = await kept.read("row", "1", value(1));
  expect(await kept.read("row", "1", value(2))).toBe(first);
  expect(kept.holds("row", "1", first)).toBe(true);
  expect(kept.holds("row", "1", { n: 1 })).toBe(false);
  expect(kept.holds("row", "2", first)).toBe(false);
  expect(kept.holds("list", "1", first)).toBe(false);
});

it("shares one load among those who ask at the same time, and forgets one that failed", async () => {
  const { kept } = process(newFile());
  const { load, resolve } = slow();
  const both = [kept.read("row", "1", load), kept.read("row", "1", load)];
  resolve({ n: 1 });
  const [one, two] = await Promise.all(both);
  expect(one).toBe(two);
  expect(load).toHaveBeenCalledTimes(1);
  await expect(kept.read("row", "2", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await kept.read("row", "2", value(2))).toEqual({ n: 2 });
});

it("forgets what a note means, here when drop() is called and elsewhere soon", async () => {
  const file = newFile();
  const [here, there] = [process(file), process(file)];
  for (const { kept } of [here, there]) {
    await kept.read("row", "1", value(1));
    await kept.read("row", "2", value(1));
    await kept.read("list", "all", value(1));
  }
  const dropped = here.kept.drop("1");
  expect(await here.kept.read("row", "1", value(2))).toEqual({ n: 2 });
  await dropped;
  for (const { kept } of [here, there]) {
    await vi.waitFor(async () => expect(await kept.read("row", "1", value(2))).toEqual({ n: 2 }), { timeout: 120_000 });
    expect(await kept.read("row", "2", value(2))).toEqual({ n: 1 });
    expect(await kept.read("list", "all", value(2))).toEqual({ n: 2 });
  }
});

it("gives nobody who asks after a write what was being read before it", async () => {
  const { kept } = process(newFile());
  const before = slow();
  const asked = kept.read("row", "1", before.load);
  await kept.drop("1");
  expect(await kept.read("row", "1", value(2))).toEqual({ n: 2 });
  before.resolve({ n: 1 });
  expect(await asked).toEqual({ n: 1 });
  expect(await kept.read("row", "1", value(3))).toEqual({ n: 2 });
});

it("keeps nothing while messages may be missed, and reads anew after a gap", async () => {
  const file = newFile();
  const { kept, messages } = process(file);
  const first = await kept.read("row", "1", value(1));
  const db = new Database(file);
  db.exec("ALTER TABLE messages RENAME TO elsewhere");
  await vi.waitFor(() => expect(messages.connected).toBe(false), { timeout: 120_000 });
  expect(kept.holds("row", "1", first)).toBe(false);
  expect(await kept.read("row", "1", value(2))).toEqual({ n: 2 });
  expect(await kept.read("row", "1", value(3))).toEqual({ n: 3 });
  const under = slow();
  const asked = kept.read("row", "2", under.load);
  db.exec("ALTER TABLE elsewhere RENAME TO messages");
  db.close();
  await vi.waitFor(() => expect(messages.connected).toBe(true), { timeout: 120_000 });
  under.resolve({ n: 1 });
  await asked;
  expect(await kept.read("row", "1", value(4))).toEqual({ n: 4 });
  expect(await kept.read("row", "2", value(5))).toEqual({ n: 5 });
});

it("holds so many bytes, those used last", async () => {
  const text = "x".repeat(1000);
  const room = 10 * bytesOf({ text });
  const { kept } = process(newFile(), room);
  for (let i = 0; i < 50; i++) await kept.read("list", `${i}`, async () => ({ text }));
  const again = vi.fn(async () => ({ text }));
  await kept.read("list", "49", again);
  expect(again).not.toHaveBeenCalled();
  await kept.read("list", "0", again);
  expect(again).toHaveBeenCalledTimes(1);
});

it("tells the others again until they could be told", async () => {
  const file = newFile();
  const [here, there] = [process(file), process(file)];
  await there.kept.read("row", "1", value(1));
  const lock = new Database(file);
  lock.exec("BEGIN IMMEDIATE");
  await here.kept.drop("1");
  expect(await here.kept.read("row", "1", value(2))).toEqual({ n: 2 });
  await setImmediate();
  expect(await there.kept.read("row", "1", value(2))).toEqual({ n: 1 });
  lock.exec("ROLLBACK");
  lock.close();
  const told = async () => expect(await there.kept.read("row", "1", value(2))).toEqual({ n: 2 });
  await vi.waitFor(told, { timeout: 120_000 });
});

it("knows about how much memory a value takes", () => {
  expect(bytesOf("")).toBeGreaterThan(0);
  expect(bytesOf("x".repeat(1000))).toBeGreaterThan(2000);
  expect(bytesOf([{ a: "x".repeat(1000) }, { a: "y" }])).toBeGreaterThan(2100);
  expect(bytesOf(Buffer.alloc(5000))).toBeLessThan(5200);
  expect(bytesOf({ none: null, n: 5n, at: new Date() })).toBeGreaterThan(24);
});
