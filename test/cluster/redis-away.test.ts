import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { canStartRedis, type RedisServer, startRedis } from "../fixtures/redis.ts";
import { withService } from "../fixtures/service.ts";
import type { Shop } from "../fixtures/process.ts";
import { ADMIN, ask, fleet, graphql, login, PASSWORD, signUp } from "./fleet.ts";
import { acts, flawOf503, load, longest, type Note, tally } from "./load.ts";

const CLIENTS = 24;
const AWAY_MS = 4000;
/** How soon whatever cannot be done has to say so. */
const ANSWER_MS = 10_000;
/** Answers that come sooner than Redis did not wait for it. */
const SAYS_SO_MS = 3000;
const RECOVERED_MS = 30_000;
/** Far more than the rubbish of a few thousand requests; what is kept of each of them would pass it. */
const GROWTH_BYTES = 150e6;

withService(canStartRedis(), "Redis away", "needs redis-server", () => {
  const cleanup = fleet();
  let redis: RedisServer;
  let shops: readonly Shop[];
  let product: string;

  beforeAll(async () => {
    redis = await startRedis();
    cleanup.add(() => redis.remove());
    const env = {
      REDIS_URL: redis.url,
      DATA_DIR: await cleanup.migratedFolder(),
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
    };
    shops = await Promise.all([cleanup.open(env), cleanup.open(env)]);
    const { json } = await graphql(shops[0]?.url ?? "", "{ products(first: 1) { edges { node { id } } } }");
    product = json.data.products.edges[0].node.id;
  });
  afterAll(cleanup.run);

  it.each([
    { how: "killed", away: () => redis.kill(), back: () => redis.start() },
    { how: "frozen", away: async () => redis.freeze(), back: async () => redis.thaw() },
  ])("$how: reading goes on, everything else is told so, and all comes back by itself", async ({ how, away, back }) => {
    const url = shops[0]?.url ?? "";
    const { accessToken } = await signUp(url, `${how}@example.com`);
    await ask(`${url}/api/products/product/${product}`);
    await expect.poll(async () => (await ask(`${url}/api/products/popular`)).status).toBe(200);
    const memory = await Promise.all(shops.map(residentBytes));

    const all = acts({ email: `${how}@example.com`, password: PASSWORD }, accessToken, product);
    const { notes, stop } = load(shops, all, CLIENTS);
    await sleep(800);
    const gone = performance.now();
    await away();
    await sleep(AWAY_MS / 2);
    const readiness = await Promise.all(shops.map((shop) => ask(`${shop.url}/health/ready`)));
    await sleep(AWAY_MS / 2);
    const here = performance.now();
    await back();
    await expect
      .poll(() => Promise.all(shops.map(async (shop) => (await ask(`${shop.url}/health/ready`)).status)), {
        timeout: RECOVERED_MS,
      })
      .toEqual([200, 200]);
    const readyMs = Math.round(performance.now() - here);
    await stop();

    for (const { status, headers, json } of readiness) {
      expect(status).toBe(503);
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
      expect(json).toEqual({ status: "unavailable", database: "ok", store: "unavailable" });
    }
    const during = notes.filter(({ from, to }) => from > gone && to < here);
    const reads = during.filter(({ act }) => act.isPublic);
    const others = during.filter(({ act }) => !act.isPublic);
    console.info(
      `Redis ${how}: ${notes.length} requests, ${during.length} of them meanwhile; longest read ${longest(reads)} ms, ` +
        `longest other ${longest(others)} ms; ready again after ${readyMs} ms`,
    );
    expect(others.length).toBeGreaterThan(50);
    expect(notes.filter(({ answer }) => answer === undefined || answer.status === 500).map(describeNote)).toEqual([]);
    expect(tally(reads.filter(({ answer }) => answer?.status !== 200))).toEqual({});
    expect(others.flatMap((note) => (flawOf503(note) ? [`${note.act.name}: ${flawOf503(note)}`] : []))).toEqual([]);
    expect(longest(others)).toBeLessThan(ANSWER_MS);
    const waiting = notes.filter(({ from, to }) => from > gone && from < here - SAYS_SO_MS && to > here);
    expect(tally(waiting)).toEqual({});

    const again = await login(url, ADMIN.email, ADMIN.password);
    expect((await ask(`${shops[1]?.url}/api/users/me`, { token: again.accessToken })).status).toBeOneOf([200, 404]);
    for (const [index, shop] of shops.entries()) {
      expect(shop.child.exitCode).toBeNull();
      expect(shop.stderr()).toBe("");
      expect((await residentBytes(shop)) - (memory[index] ?? 0)).toBeLessThan(GROWTH_BYTES);
    }
  });
});

const describeNote = ({ act, answer }: Note): string => `${act.name}: ${answer?.status} ${answer?.text}`;

/** 0 where the system does not tell. */
async function residentBytes({ child }: Shop): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
