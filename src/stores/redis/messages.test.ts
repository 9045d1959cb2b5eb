import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { connection } from "../suite/messages.ts";
import { newName } from "../suite/sample.ts";
import { canStartRedis, type RedisServer, startRedis } from "../../../test/fixtures/redis.ts";
import { slowLine } from "../../../test/fixtures/line.ts";
import { withService } from "../../../test/fixtures/service.ts";
import { openRedisStore, type RedisStoreOptions } from "./index.ts";
import { GAP_MS, type Store, StoreUnavailable } from "../store.ts";

withService(canStartRedis(), "The Redis store's messages", "no redis-server on the PATH", () => {
  let server: RedisServer;
  const stores = new Set<Store>();
  const open = (options: Partial<RedisStoreOptions> = {}) => {
    const store = openRedisStore({ url: server.url, onError: () => undefined, onBack: () => undefined, ...options });
    stores.add(store);
    return store;
  };
  /** A store that listens to a topic, and what it has heard. */
  const listening = async (options: Partial<RedisStoreOptions> = {}) => {
    const store = open(options);
    const [topic, listener, gap] = [newName(), vi.fn<(payload: string) => void>(), vi.fn()];
    store.messages.onGap(gap);
    store.messages.subscribe(topic, listener);
    await connection(store);
    return { store, topic, listener, gap };
  };
  const lost = async ({ messages }: Store, withinMs: number) => {
    const begun = performance.now();
    await vi.waitFor(() => expect(messages.connected).toBe(false), { timeout: withinMs, interval: 5 });
    return performance.now() - begun;
  };

  beforeAll(async () => {
    server = await startRedis();
  });
  afterEach(async () => {
    server.thaw();
    await Promise.all([...stores].map((store) => store.close()));
    stores.clear();
  });
  afterAll(() => server?.remove());

  it("are not connected while Redis is away, and flow again with a gap when it is back", async () => {
    const { store, topic, listener, gap } = await listening();
    const publisher = open();
    expect(gap).toHaveBeenCalledTimes(1);
    await server.kill();
    expect(await lost(store, 1000)).toBeLessThan(10_000);
    await expect(publisher.messages.publish(topic, "lost")).rejects.toBeInstanceOf(StoreUnavailable);
    await sleep(300);
    expect(gap).toHaveBeenCalledTimes(1);
    await server.start();
    await connection(store);
    expect(gap).toHaveBeenCalledTimes(2);
    await vi.waitFor(() => publisher.messages.publish(topic, "again"), { timeout: 120_000, interval: 20 });
    await vi.waitFor(() => expect(listener).toHaveBeenCalled(), { timeout: 120_000 });
    expect(listener.mock.calls).toEqual([["again"]]);
    expect(gap).toHaveBeenCalledTimes(2);
  });

  it("are not connected within 2 seconds when the other end falls silent", async () => {
    const { store, topic, listener, gap } = await listening();
    await sleep(Math.random() * 1000);
    server.freeze();
    expect(await lost(store, 5000)).toBeLessThan(10_000);
    server.thaw();
    await connection(store);
    expect(gap).toHaveBeenCalledTimes(2);
    await vi.waitFor(() => store.messages.publish(topic, "a"), { timeout: 120_000, interval: 20 });
    await vi.waitFor(() => expect(listener.mock.calls).toEqual([["a"]]), { timeout: 120_000 });
  });

  it("stay connected over a slow line and through silence", async () => {
    const line = await slowLine(server.url);
    line.delayMs = 200;
    const { store, topic, listener, gap } = await listening({ url: line.url });
    await sleep(2500);
    await open().messages.publish(topic, "a");
    await vi.waitFor(() => expect(listener).toHaveBeenCalled(), { timeout: 120_000 });
    expect(gap).toHaveBeenCalledTimes(1);
    expect(store.messages.connected).toBe(true);
    line.close();
  });

  it("are a gap when one was lost, as soon as the next one comes, or within a second when none does", async () => {
    const { store, topic, listener, gap } = await listening();
    const lose = () => server.command("INCR", "shop:v1:{messages}:newest");
    await lose();
    await store.messages.publish(topic, "a");
    await vi.waitFor(() => expect(listener.mock.calls).toEqual([["a"]]), { timeout: 120_000 });
    expect(gap).toHaveBeenCalledTimes(2);
    await lose();
    await vi.waitFor(() => expect(gap).toHaveBeenCalledTimes(3), { timeout: GAP_MS + 2000 });
    await store.messages.publish(topic, "b");
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(2), { timeout: 120_000 });
    await server.command("FLUSHALL");
    await vi.waitFor(() => expect(gap).toHaveBeenCalledTimes(4), { timeout: GAP_MS + 2000 });
    await store.messages.publish(topic, "c");
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(3), { timeout: 120_000 });
    await sleep(1500);
    expect(gap).toHaveBeenCalledTimes(4);
    expect(store.messages.connected).toBe(true);
  });

  it("come back when Redis cuts the connection alone", async () => {
    const { store, topic, listener, gap } = await listening();
    await server.command("CLIENT", "KILL", "TYPE", "pubsub");
    await vi.waitFor(() => expect(gap).toHaveBeenCalledTimes(2), { timeout: 120_000 });
    await store.messages.publish(topic, "a");
    await vi.waitFor(() => expect(listener.mock.calls).toEqual([["a"]]), { timeout: 120_000 });
  });

  it("may be subscribed to before there is a Redis, and need one more connection only while somebody listens", async () => {
    await server.kill();
    const store = open();
    const [listener, gap] = [vi.fn(), vi.fn()];
    store.messages.onGap(gap);
    const unsubscribe = store.messages.subscribe("changed", listener);
    await sleep(200);
    expect(store.messages.connected).toBe(false);
    await server.start();
    await connection(store);
    expect(gap).toHaveBeenCalledTimes(1);
    const channels = () => server.command("PUBSUB", "CHANNELS");
    expect(await channels()).toEqual(["shop:v1:messages:0"]);
    unsubscribe();
    await vi.waitFor(async () => expect(await channels()).toEqual([]), { timeout: 120_000 });
    store.messages.subscribe("changed", listener);
    await connection(store);
    expect(await channels()).toHaveLength(1);
  });

  it("are reported when they do not arrive for long, with the reason of Redis, once", async () => {
    await server.command("ACL", "SETUSER", "deaf", "on", "nopass", "~*", "+@all", "resetchannels");
    const onError = vi.fn();
    const store = open({ url: server.url.replace("//", "//deaf:x@"), onError });
    store.messages.subscribe("changed", () => undefined);
    await store.ping();
    await vi.waitFor(() => expect(onError).toHaveBeenCalled(), { timeout: 120_000 });
    await sleep(1500);
    expect(store.messages.connected).toBe(false);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/StoreUnavailable: Messages do not arrive: NOPERM/);
    await expect(store.messages.publish("changed")).rejects.toThrow(/NOPERM|can't publish/);
    await server.command("ACL", "SETUSER", "deaf", "allchannels");
    await connection(store);
  });

  it("of other databases, prefixes and programs are not ours", async () => {
    const onError = vi.fn();
    const { topic, listener, store } = await listening({ onError });
    for (const options of [{ url: `${server.url}/3` }, { keyPrefix: "other" }])
      await open(options).messages.publish(topic, "theirs");
    for (const text of ["", "no JSON", "[1]", '{"a":1}', '["a"]'])
      await server.command("PUBLISH", "shop:v1:messages:0", text);
    await open({ url: `${server.url}/0` }).messages.publish(topic, "ours");
    await vi.waitFor(() => expect(listener.mock.calls).toEqual([["ours"]]), { timeout: 120_000 });
    expect(onError).toHaveBeenCalledTimes(5);
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/cannot be read/);
    expect(store.messages.connected).toBe(true);
  });

  it("leave no connection behind when the store is closed, however far it has come", async () => {
    const clients = async () =>
      String(await server.command("CLIENT", "LIST"))
        .split("\n")
        .filter(Boolean).length;
    const before = await clients();
    for (const waitMs of [0, 1, 2, 5, 50]) {
      const store = open();
      store.messages.subscribe("changed", () => undefined);
      await sleep(waitMs);
      await store.close();
    }
    await vi.waitFor(async () => expect(await clients()).toBe(before), { timeout: 120_000 });
    await server.kill();
    const away = open();
    away.messages.subscribe("changed", () => undefined);
    await sleep(100);
    await away.close();
    await server.start();
    await sleep(500);
    expect(await clients()).toBe(1);
  });
});
