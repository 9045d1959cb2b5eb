import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { storeSuite } from "../suite/index.ts";
import { newName, newSession, newUser, START } from "../suite/sample.ts";
import { canStartRedis, type RedisServer, startRedis } from "../../../test/fixtures/redis.ts";
import { slowLine } from "../../../test/fixtures/line.ts";
import { withService } from "../../../test/fixtures/service.ts";
import { openRedisStore, type RedisStoreOptions } from "./index.ts";
import { type Store, StoreUnavailable } from "../store.ts";

const given = process.env["REDIS_URL"] || undefined;
const own = canStartRedis();
const keyPrefix = `test-${newName()}`;

const stores = new Set<Store>();
const open = (options: RedisStoreOptions) => {
  const store = openRedisStore({ onBack: () => undefined, ...options });
  stores.add(store);
  return store;
};
afterEach(async () => {
  await Promise.all([...stores].map((store) => store.close()));
  stores.clear();
});

const noServer = "neither REDIS_URL is set nor is a redis-server on the PATH";
withService(given !== undefined || own, "The Redis store", noServer, () => {
  let server: RedisServer | undefined;
  let url = given ?? "";
  beforeAll(async () => {
    if (given !== undefined) return;
    server = await startRedis();
    url = server.url;
  });
  afterAll(async () => {
    const redis = new Redis(url);
    for (const key of await redis.keys(`${keyPrefix}:*`)) await redis.del(key);
    redis.disconnect();
    await server?.remove();
  });

  storeSuite({
    name: "The Redis store",
    open: async (onError) => openRedisStore({ url, keyPrefix, ...(onError && { onError }) }),
  });

  it("lets every key expire, and names each by prefix and version", async () => {
    const redis = new Redis(url);
    const keys = await redis.keys(`${keyPrefix}:*`);
    // The suite above has left many.
    expect(keys.length).toBeGreaterThan(50);
    expect(keys.filter((key) => !key.startsWith(`${keyPrefix}:v1:`))).toEqual([]);
    const lives = await Promise.all(keys.map((key) => redis.pttl(key)));
    expect(lives.filter((ms) => ms <= 0)).toEqual([]);
    redis.disconnect();
  });

  it("lets a key live as long as what it holds", async () => {
    const store = open({ url, keyPrefix });
    const redis = new Redis(url);
    const life = async (pattern: string) => {
      const keys = await redis.keys(`${keyPrefix}:v1:*${pattern}*`);
      return Math.min(...(await Promise.all(keys.map((key) => redis.pttl(key)))));
    };
    const [userId, name] = [newUser(), newName()];
    const brief = newSession(userId, { expiresAt: START + 1000 });
    const long = newSession(userId, { expiresAt: START + 900_000 });
    for (const session of [brief, long, newSession(userId)]) await store.sessions.create(session);
    expect(await life(`{user-${userId}}`)).toBeGreaterThan(890_000);
    await store.sessions.rotate(brief.id, 1, {
      now: START,
      graceMs: 5,
      expiresAt: START + 990_000,
      whenReplaced: "end",
    });
    expect(await life(`{user-${userId}}`)).toBeGreaterThan(980_000);
    await store.throttle.consume([{ key: name, limit: 2, windowMs: 500_000 }], START);
    expect(await life(name)).toBeGreaterThan(490_000);
    const code = { mailbox: `${name}@x`, purpose: "register", hash: "a", now: START } as const;
    await store.codes.put({ ...code, expiresAt: START + 800_000 });
    await store.codes.redeem({ ...code, hash: "b", maxTries: 5 });
    expect(await life(`${name}@x`)).toBeGreaterThan(790_000);
    const week = 7 * 24 * 3_600_000;
    await store.views.add(new Map([[1, 1]]));
    await store.views.take({ now: START, leaseMs: 10 });
    await store.views.add(new Map([[1, 1]]));
    for (const key of ["waiting", "batch"]) expect(await life(`{views}:${key}`)).toBeGreaterThan(week - 1000);
    for (const key of await redis.keys(`${keyPrefix}:v1:{views}:*`)) await redis.pexpire(key, 5000);
    await store.views.add(new Map([[1, 1]]));
    expect(await life("{views}")).toBeGreaterThan(week - 1000);
    redis.disconnect();
  });
});

withService(own, "The Redis store while Redis is away", "no redis-server on the PATH", () => {
  let server: RedisServer;
  const bucket = (limit = 1_000_000) => ({ key: newName(), limit, windowMs: 60_000 });
  const failure = async (act: Promise<unknown>) => {
    const begun = performance.now();
    const error = await act.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StoreUnavailable);
    return performance.now() - begun;
  };
  const back = (store: Store) => vi.waitFor(() => store.ping(), { timeout: 120_000, interval: 20 });

  beforeAll(async () => {
    server = await startRedis();
  });
  afterEach(() => server.thaw());
  afterAll(() => server?.remove());

  it("is unavailable at once, keeps nothing for later, says so once, and comes back by itself", async () => {
    const [onError, onBack] = [vi.fn(), vi.fn()];
    const store = open({ url: server.url, onError, onBack });
    const counted = bucket();
    await store.throttle.consume([counted], START);
    await server.kill();
    const acts = Array.from({ length: 500 }, () => failure(store.throttle.consume([counted], START)));
    expect(Math.max(...(await Promise.all(acts)))).toBeLessThan(10_000);
    const session = newSession(newUser());
    await failure(store.sessions.create(session));
    await failure(store.ping());
    await sleep(500);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(onError.mock.calls[0]?.[0]).toBeInstanceOf(StoreUnavailable);
    expect(onBack).not.toHaveBeenCalled();

    await server.start();
    await back(store);
    expect(onBack).toHaveBeenCalledTimes(1);
    expect(onBack.mock.calls[0]?.[0]).toBeGreaterThan(400);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(await store.sessions.find(session.id, START)).toBeNull();
    // The server forgot its count when it was killed: only this act is there.
    expect((await store.throttle.consume([counted], START)).states[0]?.remaining).toBe(counted.limit - 1);
  });

  it("answers acts that were under way when Redis was killed", async () => {
    const store = open({ url: server.url, onError: () => undefined, onBack: () => undefined });
    await store.ping();
    const counted = bucket();
    const acts = Array.from({ length: 2000 }, () =>
      store.throttle.consume([counted], START).catch((error: unknown) => error),
    );
    await server.kill();
    for (const result of await Promise.all(acts)) {
      if (result instanceof Error) expect(result).toBeInstanceOf(StoreUnavailable);
    }
    await server.start();
    await back(store);
  });

  it("is unavailable within 1.5 seconds while Redis is frozen, and usable after it", async () => {
    const onError = vi.fn();
    const store = open({ url: server.url, onError, onBack: () => undefined });
    const counted = bucket();
    await store.throttle.consume([counted], START);
    server.freeze();
    const first = failure(store.throttle.consume([counted], START));
    await sleep(300);
    // These wait behind the first in ioredis, and must not get a second of their own after it.
    const behind = Array.from({ length: 50 }, () => failure(store.throttle.consume([bucket()], START)));
    expect(await first).toBeLessThan(10_000);
    expect(Math.max(...(await Promise.all(behind)))).toBeLessThan(10_000);
    server.thaw();
    await back(store);
    expect(onError).toHaveBeenCalledTimes(1);
    // Redis has read the act that failed by now or has not; it has not got it twice.
    const [state] = (await store.throttle.consume([counted], START)).states;
    expect(counted.limit - (state?.remaining ?? 0)).toBeLessThanOrEqual(3);
  });

  it("is unavailable within 1.5 seconds while Redis is slow, however long the line", async () => {
    const line = await slowLine(server.url);
    const store = open({ url: line.url });
    await store.ping();
    line.delayMs = 900;
    const first = store.ping();
    await sleep(50);
    // ioredis sends it when the first has its answer: it would have one of its own after 1.75 seconds.
    expect(await failure(store.ping())).toBeLessThan(10_000);
    await expect(first).resolves.toBeUndefined();
    line.close();
  });

  it("is unavailable within 1.5 seconds when Redis takes the connection and is silent", async () => {
    const store = open({ url: server.url, onError: () => undefined, onBack: () => undefined });
    server.freeze();
    expect(await failure(store.ping())).toBeLessThan(10_000);
    server.thaw();
    await back(store);
  });

  it("is unavailable when there never was a Redis, and can be closed then", async () => {
    const onError = vi.fn();
    const store = open({ url: "redis://127.0.0.1:1", onError });
    expect(await failure(store.ping())).toBeLessThan(10_000);
    expect(await failure(store.ping())).toBeLessThan(10_000);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/ECONNREFUSED/);
    await store.close();
    await failure(store.ping());
  });

  it("is unavailable when it is not let in", async () => {
    await server.command("CONFIG", "SET", "requirepass", "secret");
    const store = open({ url: server.url, onError: () => undefined });
    expect(await failure(store.ping())).toBeLessThan(10_000);
    const right = open({ url: server.url.replace("//", "//:secret@"), onError: () => undefined });
    await right.ping();
    await server.kill();
    await server.start();
  });

  it("goes on when Redis has forgotten the scripts", async () => {
    const store = open({ url: server.url });
    const counted = bucket();
    await store.throttle.consume([counted], START);
    await server.command("SCRIPT", "FLUSH");
    const acts = await Promise.all([1, 2, 3].map(() => store.throttle.consume([counted], START)));
    expect(acts.map(({ states }) => counted.limit - (states[0]?.remaining ?? 0)).sort()).toEqual([2, 3, 4]);
  });

  it("passes on a refusal of Redis with its reason", async () => {
    const store = open({ url: server.url });
    await store.ping();
    await server.command("CONFIG", "SET", "maxmemory", "1");
    const refusal = await store.throttle.consume([bucket()], START).catch((error: unknown) => error);
    await server.command("CONFIG", "SET", "maxmemory", "0");
    expect(refusal).toBeInstanceOf(StoreUnavailable);
    expect(String(refusal)).toMatch(/OOM/);
  });
});

it("refuses a key prefix with braces, which would tear an act's keys apart", () => {
  expect(() => openRedisStore({ url: "redis://127.0.0.1:1", keyPrefix: "{a}" })).toThrow(TypeError);
});
