import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GAP_MS } from "../../src/stores/store.ts";
import { ADMIN, ask, fleet, graphql, login } from "../cluster/fleet.ts";
import { createDatabase, postgresqlAnswers } from "../fixtures/postgresql.ts";
import { canStartRedis, startRedis } from "../fixtures/redis.ts";
import { withService } from "../fixtures/service.ts";
import { type Losing, losingFile, losingLine } from "./losing.ts";

const PRODUCTS = 6;
const WORKERS = 8;
/** What is promised, and what a busy machine may take on top. */
const ELSEWHERE_MS = GAP_MS + 8000;
/** Long enough for the first writes to be older than that. */
const RUN_MS = ELSEWHERE_MS + 3500;
/** All at once for a while, and then nothing: races need a crowd, and the machine has other tests to run. */
const CROWD = { actsMs: 250, restMs: 750 };

interface Process {
  readonly url: string;
  /** The newest quantity of each product that this process has acknowledged. */
  readonly acknowledged: number[];
}

interface Stage {
  readonly urls: readonly [string, string];
  readonly losing: Losing;
  close(): Promise<void>;
}

const body = (product: number, stock: number) => ({ name: `Stale ${product}`, price: 1, category: "Stale", stock });

/** Reads products at every door: id → quantity. */
const READS: readonly ((url: string, id: number, token?: string) => Promise<ReadonlyMap<number, number>>)[] = [
  async (url, id, token) => {
    const { json } = await ask(`${url}/api/products/product/${id}`, { ...(token !== undefined && { token }) });
    return new Map([[id, json.quantity]]);
  },
  async (url, id) => new Map([[id, (await ask(`${url}/api/products/${id}`)).json.data.stock]]),
  async (url, id, token) => {
    const { json } = await ask(`${url}/api/v2/products/${id}`, { ...(token !== undefined && { token }) });
    return new Map([[id, json.quantity]]);
  },
  async (url, id, token) => {
    const { json } = await graphql(url, "query ($id: ID!) { product(id: $id) { quantity } }", { id: `${id}` }, token);
    return new Map([[id, json.data.product.quantity]]);
  },
  async (url) => {
    const { json } = await ask(`${url}/api/products?category=Stale&limit=50`);
    return new Map(json.data.items.map((item: { id: number; stock: number }) => [item.id, item.stock]));
  },
  async (url) => {
    const { json } = await ask(`${url}/api/products/name/stale`);
    return new Map(json.data.map((item: { id: number; stock: number }) => [item.id, item.stock]));
  },
  async (url, _id, token) => {
    const query = '{ products(filter: { category: "Stale" }) { edges { node { id quantity views } } } }';
    const { json } = await graphql(url, query, {}, token);
    const nodes = json.data.products.edges.map(({ node }: { node: { id: string; quantity: number } }) => node);
    return new Map(nodes.map(({ id, quantity }: { id: string; quantity: number }) => [Number(id), quantity]));
  },
  async (url) => {
    const { json } = await ask(`${url}/api/v2/products?category=Stale`);
    return new Map(json.items.map((item: { id: string; quantity: number }) => [Number(item.id), item.quantity]));
  },
];

/** Writes a product's quantity at every door. */
const WRITES: readonly ((
  url: string,
  token: string,
  id: number,
  index: number,
  quantity: number,
) => Promise<number>)[] = [
  async (url, token, id, index, quantity) =>
    (await ask(`${url}/api/products/${id}`, { method: "PUT", token, body: body(index, quantity) })).status,
  async (url, token, id, _index, quantity) =>
    (await ask(`${url}/api/v2/products/${id}`, { method: "PATCH", token, body: { quantity } })).status,
  async (url, token, id, _index, quantity) => {
    const update =
      "mutation ($id: ID!, $quantity: Int!) { updateProduct(id: $id, input: { quantity: $quantity }) { id } }";
    const { status, json } = await graphql(url, update, { id: `${id}`, quantity }, token);
    return json.errors ? 500 : status;
  },
];

const one = <T>(of: readonly T[]): T => of[Math.floor(Math.random() * of.length)] as T; // of a list that is not empty

function neverStale(open: () => Promise<Stage>): void {
  let stage: Stage;
  let token: string;
  let ids: number[];
  let processes: readonly [Process, Process];
  /** Every acknowledged write: when, of which product, what. */
  const writes: { readonly at: number; readonly index: number; readonly quantity: number }[] = [];

  beforeAll(async () => {
    stage = await open();
    const [first, second] = stage.urls;
    ({ accessToken: token } = await login(first, ADMIN.email, ADMIN.password));
    ids = [];
    for (let index = 0; index < PRODUCTS; index += 1) {
      const { json } = await ask(`${first}/api/products`, { token, body: body(index, 1) });
      ids.push(json.data.id);
    }
    const acknowledged = () => ids.map(() => 0);
    processes = [
      { url: first, acknowledged: acknowledged() },
      { url: second, acknowledged: acknowledged() },
    ];
  });
  afterAll(() => stage.close());

  const newestBefore = (index: number, moment: number): number =>
    Math.max(
      1,
      ...writes.filter((write) => write.index === index && write.at <= moment).map(({ quantity }) => quantity),
    );

  async function read(from: Process): Promise<number> {
    const wanted = ids[Math.floor(Math.random() * ids.length)] ?? 0;
    const own = [...from.acknowledged];
    const elsewhere = ids.map((_id, index) => newestBefore(index, performance.now() - ELSEWHERE_MS));
    const seen = await one(READS)(from.url, wanted, Math.random() < 0.3 ? token : undefined);
    for (const [index, id] of ids.entries()) {
      const quantity = seen.get(id);
      if (quantity === undefined) continue;
      expect(quantity, "older than the process has acknowledged").toBeGreaterThanOrEqual(own[index] ?? 0);
      expect(quantity, "older than the bound elsewhere").toBeGreaterThanOrEqual(elsewhere[index] ?? 0);
    }
    return seen.size;
  }

  it("shows nobody a value that is older than was promised, whatever is written, flushed and lost meanwhile", async () => {
    const until = performance.now() + RUN_MS;
    const next = ids.map(() => 2);
    const busy = ids.map(() => false);
    let reads = 0;
    // However little a busy machine gets done in that time.
    const seenEnough = () => writes.length > 10 && reads > 200 && stage.losing.lost() > 0;
    const act = async (): Promise<void> => {
      const from = one(processes);
      const dice = Math.random();
      const index = Math.floor(Math.random() * PRODUCTS);
      if (dice < 0.06 && !busy[index]) {
        // One write of a product at a time, so that the greatest quantity is the newest.
        busy[index] = true;
        const quantity = (next[index] ?? 0) + 1;
        next[index] = quantity;
        expect(await one(WRITES)(from.url, token, ids[index] ?? 0, index, quantity)).toBe(200);
        from.acknowledged[index] = quantity;
        writes.push({ at: performance.now(), index, quantity });
        busy[index] = false;
      } else if (dice < 0.08) {
        await ask(`${from.url}/api/v2/products/popular`);
      } else if (dice < 0.1) {
        stage.losing.lose(Math.random() < 0.5);
      } else {
        reads += await read(from);
      }
    };
    await Promise.all(
      Array.from({ length: WORKERS }, async () => {
        while (performance.now() < until || !seenEnough()) {
          const rest = performance.now() + CROWD.actsMs;
          while (performance.now() < rest) await act();
          await sleep(CROWD.restMs);
        }
      }),
    );
  });

  it("notices by itself that the last message was lost", async () => {
    const [writer, reader] = processes;
    const [id = 0] = ids;
    const before = newestBefore(0, performance.now());
    stage.losing.lose(false);
    const shows = async () => (await READS[0]?.(reader.url, id))?.get(id);
    await expect.poll(shows, { timeout: ELSEWHERE_MS }).toBe(before);
    const lost = stage.losing.lost();
    stage.losing.lose(true);
    expect(await WRITES[1]?.(writer.url, token, id, 0, before + 1)).toBe(200);
    await expect.poll(() => stage.losing.lost(), { timeout: 120_000 }).toBeGreaterThan(lost);
    await expect.poll(shows, { timeout: ELSEWHERE_MS, interval: 100 }).toBe(before + 1);
    stage.losing.lose(false);
  }, 60_000);

  it("knows an account as it was written elsewhere", async () => {
    const [writer, reader] = processes;
    const email = `stale.${process.pid}@example.com`;
    const user = { email, password: "correct horse", firstName: "Name 0" };
    const create = "mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }";
    const { json } = await graphql(writer.url, create, { input: user }, token);
    const { accessToken } = await login(reader.url, email, user.password);
    const name = async () => (await ask(`${reader.url}/api/users/me`, { token: accessToken })).json.first_name;
    for (let turn = 1; turn < 6; turn += 1) {
      expect(await name()).toBe(`Name ${turn - 1}`);
      stage.losing.lose(turn % 2 === 0);
      const change = "mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }";
      const variables = { id: json.data.createUser.id, input: { firstName: `Name ${turn}` } };
      expect((await graphql(writer.url, change, variables, token)).json.errors).toBeUndefined();
      await expect.poll(name, { timeout: ELSEWHERE_MS, interval: 10 }).toBe(`Name ${turn}`);
    }
    stage.losing.lose(false);
  }, 60_000);
}

const COMMON = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password, RATE_LIMITS: "off", DEMO_DATA: "off" };

describe("two processes on one SQLite file and one embedded store", () => {
  neverStale(async () => {
    const cleanup = fleet();
    const folder = await cleanup.folder();
    const env = { ...COMMON, DATA_DIR: folder };
    const [first, second] = [await cleanup.open(env), await cleanup.open(env)];
    const losing = losingFile(join(folder, "store.db"));
    cleanup.add(losing.close);
    return { urls: [first.url, second.url], losing, close: cleanup.run };
  });
});

const there = canStartRedis() && (await postgresqlAnswers());

withService(there, "two processes on one PostgreSQL and one Redis", "needs PostgreSQL and redis-server", () => {
  neverStale(async () => {
    const cleanup = fleet();
    const database = await createDatabase();
    cleanup.add(() => database.drop());
    const redis = await startRedis();
    cleanup.add(() => redis.remove());
    const losing = await losingLine(redis.url);
    cleanup.add(losing.close);
    const env = { ...COMMON, DATABASE_URL: database.url, REDIS_URL: losing.url, DATA_DIR: await cleanup.folder() };
    const [first, second] = [await cleanup.open(env), await cleanup.open(env)];
    return { urls: [first.url, second.url], losing, close: cleanup.run };
  });
});
