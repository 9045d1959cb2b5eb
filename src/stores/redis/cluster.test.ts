import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type RedisCluster, startCluster } from "../suite/cluster.ts";
import { storeSuite } from "../suite/index.ts";
import { connection } from "../suite/messages.ts";
import { newName, newSession, newUser, START } from "../suite/sample.ts";
import { canStartRedis, type RedisServer } from "../../../test/fixtures/redis.ts";
import { withService } from "../../../test/fixtures/service.ts";
import { openRedisStore, type RedisStoreOptions } from "./index.ts";
import { type Store, StoreUnavailable } from "../store.ts";

withService(canStartRedis(), "The Redis store in a cluster of three nodes", "no redis-server on the PATH", () => {
  let cluster: RedisCluster | undefined;
  let nodes: readonly RedisServer[] = [];
  const first = () => {
    const [node] = nodes;
    if (node === undefined) throw new Error("The cluster did not start");
    return node;
  };
  const url = () => `${first().url}?cluster=true`;
  const stores = new Set<Store>();
  const open = (options: Partial<RedisStoreOptions> = {}) => {
    const store = openRedisStore({ url: url(), onError: () => undefined, onBack: () => undefined, ...options });
    stores.add(store);
    return store;
  };
  /** The nodes that have keys of this pattern. */
  const holders = async (pattern: string) => {
    const found = await Promise.all(nodes.map(async (node) => ({ node, keys: await node.command("KEYS", pattern) })));
    return found.filter(({ keys }) => Array.isArray(keys) && keys.length > 0).map(({ node }) => node);
  };
  const clients = async () => {
    const lists = await Promise.all(nodes.map((node) => node.command("CLIENT", "LIST", "TYPE", "normal")));
    return lists.map((list) => String(list).split("\n").filter(Boolean).length);
  };

  /** Makes sessions for many people; tells of each whether it was made, in time either way. */
  const createMany = (store: Store) => {
    const create = async () => {
      const begun = performance.now();
      const error = await store.sessions.create(newSession(newUser())).catch((caught: unknown) => caught);
      if (error !== undefined) expect(error).toBeInstanceOf(StoreUnavailable);
      expect(performance.now() - begun).toBeLessThan(10_000);
      return error === undefined;
    };
    return Promise.all(Array.from({ length: 60 }, create));
  };
  const well = (store: Store) =>
    vi.waitFor(async () => expect(await createMany(store)).not.toContain(false), { timeout: 120_000, interval: 20 });

  beforeAll(async () => {
    cluster = await startCluster();
    nodes = cluster.nodes;
  });
  afterEach(async () => {
    for (const node of nodes) node.thaw();
    await Promise.all([...stores].map((store) => store.close()));
    stores.clear();
  });
  afterAll(() => cluster?.remove());

  storeSuite({
    name: "In a cluster it",
    // Nodes pass messages on to each other in up to 40 milliseconds (delayed acknowledgements).
    spreadMs: 150,
    open: async (onError) => openRedisStore({ url: url(), ...(onError && { onError }) }),
  });

  it("has the sessions and codes of people on all nodes", async () => {
    const store = open();
    await createMany(store);
    expect(await holders("shop:v1:{user-*}:stamped-sessions")).toHaveLength(3);
    const names = Array.from({ length: 30 }, newName);
    const code = { purpose: "register", hash: "a", now: START, expiresAt: START + 60_000 } as const;
    await Promise.all(names.map((name) => store.codes.put({ ...code, mailbox: `${name}@x` })));
    expect(await holders("shop:v1:code:*")).toHaveLength(3);
  });

  it("follows a slot that moves to another node", async () => {
    const store = open();
    await store.ping();
    const userId = newUser();
    const slot = Number(await first().command("CLUSTER", "KEYSLOT", `{user-${userId}}`));
    const session = newSession(userId);
    await store.sessions.create(session);
    await store.sessions.end(session.id, START);
    for (const node of nodes) {
      await cluster?.move(slot, node);
      // Many at once: all of them are sent to the old node, and none is lost.
      const made = Array.from({ length: 50 }, () => newSession(userId));
      await Promise.all(made.map((each) => store.sessions.create(each)));
      expect(await holders(`shop:v1:{user-${userId}}:stamped-sessions`)).toEqual([node]);
      expect(await store.sessions.list(userId, START)).toHaveLength(50);
      expect(await store.sessions.endAll(userId, { now: START })).toBe(50);
    }
  });

  it("goes on when the nodes have forgotten the scripts", async () => {
    const store = open();
    const userIds = Array.from({ length: 30 }, newUser);
    const createAll = () => Promise.all(userIds.map((userId) => store.sessions.create(newSession(userId))));
    await createAll();
    await Promise.all(nodes.map((node) => node.command("SCRIPT", "FLUSH")));
    await createAll();
    for (const userId of userIds) expect(await store.sessions.list(userId, START)).toHaveLength(2);
  });

  it("leaves no connection behind when it is closed, however far it has come", async () => {
    const before = await clients();
    for (const waitMs of [0, 1, 2, 5, 50]) {
      const store = open();
      store.messages.subscribe("changed", () => undefined);
      const act = store.ping().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      await store.close();
      await act;
    }
    await vi.waitFor(async () => expect(await clients()).toEqual(before), { timeout: 120_000 });
  });

  it("survives the loss of the node in its URL: messages come another way, and all is well when it is back", async () => {
    const store = open();
    const [listener, gap] = [vi.fn(), vi.fn()];
    const topic = newName();
    store.messages.onGap(gap);
    store.messages.subscribe(topic, listener);
    await store.ping();
    await connection(store);
    await first().kill();
    await vi.waitFor(() => expect(store.messages.connected).toBe(false), { timeout: 120_000 });
    await connection(store);
    expect(gap).toHaveBeenCalledTimes(2);
    await vi.waitFor(() => store.messages.publish(topic, "a"), { timeout: 120_000, interval: 20 });
    await vi.waitFor(() => expect(listener).toHaveBeenCalledWith("a"), { timeout: 120_000 });

    expect(await createMany(store)).toContain(false);
    await first().start();
    await cluster?.whole();
    await well(store);
  });

  it("is unavailable within 1.5 seconds for the people on a node that is frozen, and for no others", async () => {
    const store = open();
    await well(store);
    first().freeze();
    const done = await createMany(store);
    expect(done).toContain(true);
    expect(done).toContain(false);
    first().thaw();
    await well(store);
  });

  it("is unavailable, says why once, and comes back by itself when all nodes are lost", async () => {
    const [onError, onBack] = [vi.fn(), vi.fn()];
    const store = open({ onError, onBack });
    await store.sessions.create(newSession(newUser()));
    await Promise.all(nodes.map((node) => node.kill()));
    const failing = async () => {
      await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailable);
      expect(onError).toHaveBeenCalled();
    };
    await vi.waitFor(failing, { timeout: 120_000, interval: 20 });
    await failing();
    expect(onError).toHaveBeenCalledTimes(1);
    await Promise.all(nodes.map((node) => node.start()));
    await cluster?.whole();
    await vi.waitFor(() => store.ping(), { timeout: 120_000, interval: 20 });
    expect(onBack).toHaveBeenCalledTimes(1);
  });

  it("has no numbered databases", () => {
    expect(() => openRedisStore({ url: "redis://127.0.0.1:1/3?cluster=true" })).toThrow(TypeError);
  });
});
