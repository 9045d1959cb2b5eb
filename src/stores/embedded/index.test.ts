import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { storeSuite } from "../suite/index.ts";
import { newSession, newUser, START } from "../suite/sample.ts";
import { child, killChildren } from "../suite/spawn.ts";
import { openConnections } from "./database.ts";
import { migrate } from "./schema.ts";
import { type EmbeddedStoreOptions, openEmbeddedStore } from "./index.ts";
import { type Store, StoreUnavailable } from "../store.ts";

const folder = mkdtempSync(join(tmpdir(), "store-"));
const stores = new Set<Store>();
let files = 0;

const newFile = () => join(folder, `${files++}`, "store.db");
const open = (options: EmbeddedStoreOptions) => {
  const store = openEmbeddedStore(options);
  stores.add(store);
  return store;
};

afterEach(async () => {
  killChildren();
  await Promise.all([...stores].map((store) => store.close()));
  stores.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shared = newFile();
storeSuite({
  name: "The embedded store",
  open: async (onError) => openEmbeddedStore({ file: shared, ...(onError && { onError }) }),
});

describe("The embedded store among processes", () => {
  it("makes a new file that others open at the same moment", async () => {
    const started = [1, 2, 3].map(() => child("race", newFile().replace(/\d+.store/, "race"), "", "", "60"));
    await Promise.all(started.map(({ line }) => line()));
    for (const { tell } of started) tell(`${Date.now() + 30}`);
    const outcomes = await Promise.all(started.map(({ line }) => line()));
    expect(outcomes).toEqual(["opened", "opened", "opened"]);
  }, 20_000);

  it("counts exactly across them", async () => {
    const file = newFile();
    const started = [1, 2, 3].map(() => child("consume", file, "login:x", "250", "150"));
    await Promise.all(started.map(({ line }) => line()));
    for (const { tell } of started) tell("go");
    const allowed = await Promise.all(started.map(async ({ line }) => Number(await line())));
    expect(allowed.reduce((sum, count) => sum + count, 0)).toBe(250);
    const [state] = (await open({ file }).throttle.consume([{ key: "login:x", limit: 251, windowMs: 60_000 }], START))
      .states;
    expect(state?.remaining).toBe(0);
  }, 20_000);

  it("loses nothing it has acknowledged when a process is killed", async () => {
    const file = newFile();
    const writer = child("write", file);
    const acknowledged: string[] = [];
    while (acknowledged.length < 60) acknowledged.push(await writer.line());
    acknowledged.push(...(await writer.kill()));

    const { sessions, codes } = open({ file });
    for (const line of acknowledged) {
      const [what, id = ""] = line.split(" ");
      const found = await sessions.find(id, START);
      expect(found !== null, line).toBe(what === "created");
    }
    const attempt = { mailbox: "a@example.com", purpose: "sign-in", hash: "used", maxTries: 5 } as const;
    expect(await codes.redeem({ ...attempt, now: START })).toBe(false);
  }, 20_000);
});

describe("The embedded store's views among processes", () => {
  it("are all there when the one that added them is killed", async () => {
    const file = newFile();
    const adder = child("view", file);
    for (let i = 0; i < 60; i++) await adder.line();
    const acknowledged = 60 + (await adder.kill()).length;
    const batch = await open({ file }).views.take({ now: START, leaseMs: 1000 });
    // One more may have been on its way.
    expect(batch?.counts.size).toBe(2);
    expect([acknowledged, acknowledged + 1]).toContain(batch?.counts.get(1));
    expect(batch?.counts.get(2)).toBe(2 * (batch?.counts.get(1) ?? 0));
  });

  it("come again, whole, when the one that took them is killed", async () => {
    const file = newFile();
    const { views } = open({ file });
    await views.add(new Map([[5, 3]]));
    const taker = child("take", file, `${START}`);
    const id = await taker.line();
    await taker.kill();
    expect(await views.take({ now: START, leaseMs: 1000 })).toBeNull();
    expect(await views.take({ now: START + 1000, leaseMs: 1000 })).toEqual({ id, counts: new Map([[5, 3]]) });
  });
});

describe("The embedded store's file", () => {
  it("is private, and so are the folders made for it", () => {
    const file = newFile();
    open({ file });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(`${file}-wal`).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, "..")).mode & 0o777).toBe(0o700);
  });

  it("outlives the store that wrote it", async () => {
    const file = newFile();
    const session = newSession(newUser());
    const first = open({ file });
    await first.sessions.create(session);
    await first.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
    expect(await open({ file }).sessions.find(session.id, START)).toEqual(session);
  });

  it("syncs sessions and codes to the disk at once, throttles at a checkpoint", () => {
    const { durable, relaxed, watching } = openConnections(newFile(), 1000);
    expect(durable.pragma("synchronous", { simple: true })).toBe(2);
    expect(relaxed.pragma("synchronous", { simple: true })).toBe(1);
    expect(durable.pragma("journal_mode", { simple: true })).toBe("wal");
    for (const connection of [durable, relaxed, watching]) connection.close();
  });

  it("has a log that does not grow with the acts counted", async () => {
    const file = newFile();
    const { throttle } = open({ file });
    for (let i = 0; i < 5000; i++) await throttle.consume([{ key: "x", limit: 1e6, windowMs: 60_000 }], START);
    expect(statSync(`${file}-wal`).size).toBeLessThan(2_000_000);
  });

  it("is upgraded in place when an earlier release has written it", async () => {
    const file = newFile();
    const session = newSession(newUser());
    mkdirSync(join(file, ".."));
    const db = new Database(file);
    migrate(db, 1);
    expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name IN ('views', 'messages')").pluck().get()).toBe(0);
    db.prepare(
      `INSERT INTO sessions
       VALUES (@id, @userId, @renewal, @generation, '[]', @createdAt, @lastUsedAt, @expiresAt, @ip, @userAgent)`,
    ).run(session);
    db.close();
    const stores = [open({ file }), open({ file })] as const;
    // It has no stamp, so nobody knows under which credentials it began.
    expect(await stores[0].sessions.find(session.id, START)).toBeNull();
    await stores[1].sessions.create(session);
    expect(await stores[0].sessions.find(session.id, START)).toEqual(session);
    await stores[0].views.add(new Map([[1, 1]]));
    expect((await stores[1].views.take({ now: START, leaseMs: 1000 }))?.counts).toEqual(new Map([[1, 1]]));
    const listener = vi.fn();
    stores[1].messages.subscribe("a", listener);
    await stores[0].messages.publish("a");
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1), { timeout: 120_000 });
  });

  it("is refused when a newer release has written it", async () => {
    const file = newFile();
    await open({ file }).close();
    const db = new Database(file);
    db.pragma("user_version = 99");
    db.close();
    expect(() => open({ file })).toThrow(/schema version 99/);
  });

  it("is unavailable when it cannot be opened, with the cause", () => {
    const file = newFile();
    const garbage = join(folder, "garbage");
    writeFileSync(garbage, "no database".repeat(500));
    for (const bad of [folder, garbage, join(garbage, "below", "a-file")]) {
      expect(() => open({ file: bad })).toThrow(StoreUnavailable);
    }
    expect(() => open({ file: ":memory:" })).toThrow(TypeError);
    expect(existsSync(file)).toBe(false);
  });

  it("is unavailable while another process keeps it locked, and available after that", async () => {
    const file = newFile();
    const store = open({ file, busyTimeoutMs: 50 });
    const session = newSession(newUser());
    const db = new Database(file);
    db.exec("BEGIN IMMEDIATE");
    const refusal = await store.sessions.create(session).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StoreUnavailable);
    expect(refusal).toMatchObject({ cause: { code: "SQLITE_BUSY" } });
    const act = () => store.throttle.consume([{ key: "x", limit: 1, windowMs: 1000 }], START);
    await expect(act()).rejects.toBeInstanceOf(StoreUnavailable);
    // Readers do not wait for the writer.
    await store.ping();
    expect(await store.sessions.find(session.id, START)).toBeNull();
    db.exec("ROLLBACK");
    db.close();
    await store.sessions.create(session);
    expect((await act()).allowed).toBe(true);
  });

  it("waits for another process's lock beside the event loop, and does all that waited when it is gone", async () => {
    const file = newFile();
    const store = open({ file, busyTimeoutMs: 60_000 });
    const db = new Database(file);
    db.exec("BEGIN IMMEDIATE");
    const waiting = [1, 2, 3].map(() => newSession(newUser()));
    let done = 0;
    const created = Promise.all(waiting.map((session) => store.sessions.create(session).then(() => (done += 1))));
    const consumed = store.throttle.consume([{ key: "x", limit: 1, windowMs: 1000 }], START);
    // Timers fire, and readers read: the thread is free.
    for (let i = 0; i < 5; i += 1) {
      await sleep(5);
      await store.ping();
    }
    expect(done).toBe(0);
    db.exec("ROLLBACK");
    db.close();
    await created;
    expect((await consumed).allowed).toBe(true);
    for (const session of waiting) expect(await store.sessions.find(session.id, START)).toEqual(session);
  });

  it("is waited for once while a lock stays, by acts that come one after the other", async () => {
    const file = newFile();
    const store = open({ file, busyTimeoutMs: 3000 });
    const db = new Database(file);
    db.exec("BEGIN IMMEDIATE");
    const began = performance.now();
    for (let i = 0; i < 3; i += 1) {
      await expect(store.sessions.create(newSession(newUser()))).rejects.toBeInstanceOf(StoreUnavailable);
    }
    expect(performance.now() - began).toBeLessThan(8000);
    db.exec("ROLLBACK");
    db.close();
    await store.sessions.create(newSession(newUser()));
  });
});

describe("The embedded store's sweep", () => {
  const rows = (file: string) => {
    const db = new Database(file, { readonly: true });
    const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    const counts = ["sessions", "throttles", "codes", "messages", "views"].map(count);
    db.close();
    return counts;
  };

  it("removes what has expired, however much, and nothing else", async () => {
    const file = newFile();
    let now = START;
    const { sessions, throttle, codes, messages, views } = open({ file, sweepEveryMs: 10, now: () => now });
    const live = newSession(newUser(), { expiresAt: START + 50_000 });
    for (const session of [live, newSession(newUser(), { expiresAt: START + 1000 })]) await sessions.create(session);
    for (let i = 0; i < 1200; i++)
      await throttle.consume([{ key: `x${i}`, limit: 1, windowMs: i < 1100 ? 1000 : 50_000 }], START);
    for (const [mailbox, life] of [
      ["a", 1000],
      ["b", 50_000],
    ] as const) {
      await codes.put({ mailbox, purpose: "register", hash: "x", expiresAt: START + life, now: START });
      const attempt = { mailbox, purpose: "register", hash: "y", maxTries: 5, now: START } as const;
      await codes.redeem(attempt);
    }
    for (const payload of ["a", "b", "c"]) await messages.publish("changed", payload);
    await views.add(new Map([[1, 1]]));
    await sleep(40);
    expect(rows(file)).toEqual([2, 1200, 2, 3, 1]);
    now = START + 11_000;
    await vi.waitFor(() => expect(rows(file)).toEqual([1, 100, 1, 0, 1]), { timeout: 120_000 });
    expect(await sessions.find(live.id, now)).toEqual(live);
  });

  it("reports a failure and goes on", async () => {
    const file = newFile();
    const onError = vi.fn();
    open({ file, sweepEveryMs: 10, busyTimeoutMs: 1, onError });
    const db = new Database(file);
    db.exec("BEGIN IMMEDIATE");
    await vi.waitFor(() => expect(onError.mock.calls.length).toBeGreaterThan(1), { timeout: 120_000 });
    expect(onError.mock.calls[0]?.[0]).toBeInstanceOf(StoreUnavailable);
    db.exec("ROLLBACK");
    db.close();
  });
});
