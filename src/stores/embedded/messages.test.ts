import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { child, killChildren } from "../suite/spawn.ts";
import { openEmbeddedStore } from "./index.ts";
import type { Store } from "../store.ts";

const folder = mkdtempSync(join(tmpdir(), "store-"));
const stores = new Set<Store>();
let files = 0;

/** A store of its own, with a second hand on its file. */
const newStore = (onError?: (error: unknown) => void) => {
  const file = join(folder, `${files++}`, "store.db");
  const store = openEmbeddedStore({ file, ...(onError && { onError }) });
  stores.add(store);
  return { file, messages: store.messages };
};

afterEach(async () => {
  killChildren();
  await Promise.all([...stores].map((store) => store.close()));
  stores.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("The embedded store's messages", () => {
  it("arrive from another process soon, and in order", async () => {
    const { file, messages } = newStore();
    const delays: number[] = [];
    const order: string[] = [];
    messages.subscribe("changed", (payload) => {
      const [sentAt, line = ""] = payload.split(" ");
      delays.push(Date.now() - Number(sentAt));
      order.push(line);
    });
    const publisher = child("publish", file, "changed");
    await publisher.line();
    for (let i = 0; i < 40; i++) {
      publisher.tell(`${i}`);
      await vi.waitFor(() => expect(delays).toHaveLength(i + 1), { timeout: 120_000, interval: 5 });
      // So that they do not keep step with the polls.
      await sleep(Math.random() * 20);
    }
    expect(order).toEqual(Array.from({ length: 40 }, (_, i) => `${i}`));
    // 100 ms on a machine of its own; one that is busy takes its time.
    expect(delays.sort((a, b) => a - b)[20]).toBeLessThan(5000);
  });

  it("reach own listeners at once", async () => {
    const { messages } = newStore();
    const listener = vi.fn();
    messages.subscribe("changed", listener);
    expect(messages.connected).toBe(true);
    await messages.publish("changed", "a");
    expect(listener.mock.calls).toEqual([["a"]]);
  });

  it("do not keep a process alive that listens", async () => {
    const listener = child("listen", join(folder, "alive", "store.db"), "changed");
    expect(await listener.line()).toBe("heard");
    if (listener.process.exitCode === null) await once(listener.process, "exit");
    expect(listener.process.exitCode).toBe(0);
  });

  it("are a gap when this process has slept through some that were swept", async () => {
    const { file, messages } = newStore();
    const [listener, gap] = [vi.fn(), vi.fn()];
    messages.subscribe("changed", listener);
    messages.onGap(gap);
    const db = new Database(file);
    const send = db.prepare("INSERT INTO messages (topic, payload, origin, sent_at) VALUES ('changed', ?, '', 0)");
    for (const payload of ["a", "b", "c"]) send.run(payload);
    // All in this turn: no poll comes between.
    db.exec("DELETE FROM messages WHERE payload <> 'c'");
    await vi.waitFor(() => expect(listener).toHaveBeenCalled(), { timeout: 120_000 });
    expect(listener.mock.calls).toEqual([["c"]]);
    expect(gap).toHaveBeenCalledTimes(1);
    expect(messages.connected).toBe(true);
    send.run("d");
    db.close();
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(2), { timeout: 120_000 });
    expect(gap).toHaveBeenCalledTimes(1);
  });

  it("are a gap when the newest is gone before it was seen", async () => {
    const { file, messages } = newStore();
    const [listener, gap] = [vi.fn(), vi.fn()];
    messages.subscribe("changed", listener);
    messages.onGap(gap);
    const db = new Database(file);
    const send = db.prepare("INSERT INTO messages (topic, payload, origin, sent_at) VALUES ('changed', ?, '', 0)");
    db.transaction(() => {
      send.run("lost");
      db.exec("DELETE FROM messages");
    })();
    await vi.waitFor(() => expect(gap).toHaveBeenCalledTimes(1), { timeout: 120_000 });
    send.run("a");
    db.close();
    await vi.waitFor(() => expect(listener.mock.calls).toEqual([["a"]]), { timeout: 120_000 });
    expect(gap).toHaveBeenCalledTimes(1);
  });

  it("are not connected while polling fails, which is reported once, and come back by themselves", async () => {
    const onError = vi.fn();
    const { file, messages } = newStore(onError);
    const [listener, gap] = [vi.fn(), vi.fn()];
    messages.subscribe("changed", listener);
    messages.onGap(gap);
    const db = new Database(file);
    db.exec("ALTER TABLE messages RENAME TO elsewhere");
    await vi.waitFor(() => expect(messages.connected).toBe(false), { timeout: 120_000 });
    await sleep(100);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(gap).not.toHaveBeenCalled();
    db.exec(`INSERT INTO elsewhere (topic, payload, origin, sent_at) VALUES ('changed', 'late', '', 0)`);
    db.exec("ALTER TABLE elsewhere RENAME TO messages");
    db.close();
    await vi.waitFor(() => expect(messages.connected).toBe(true), { timeout: 120_000 });
    expect(gap).toHaveBeenCalledTimes(1);
    // Nothing is lost in a file: late, and once.
    expect(listener.mock.calls).toEqual([["late"]]);
  });

  it("are not connected while polling has failed from the beginning", async () => {
    const { file, messages } = newStore(() => undefined);
    const db = new Database(file);
    db.exec("ALTER TABLE messages RENAME TO elsewhere");
    const gap = vi.fn();
    messages.onGap(gap);
    messages.subscribe("changed", () => undefined);
    expect(messages.connected).toBe(false);
    db.exec("ALTER TABLE elsewhere RENAME TO messages");
    db.close();
    await vi.waitFor(() => expect(gap).toHaveBeenCalledTimes(1), { timeout: 120_000 });
    expect(messages.connected).toBe(true);
  });
});
