import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { freePort } from "../fixtures/port.ts";
import { end, type Run, type Shop } from "../fixtures/process.ts";
import { eventually } from "../fixtures/waiting.ts";
import { freshIp } from "../fixtures/fresh.ts";
import { ask, fleet, graphql, PASSWORD, register } from "./fleet.ts";
import { logOf } from "../fixtures/process.ts";

/** What operators are promised. */
const EXIT_MS = 10_000;
const ORPHANS_GONE_MS = 30_000;

const cleanup = fleet();
afterEach(cleanup.run);

it("sessions and limits hold across workers", async () => {
  const shop = await open({ WORKERS: "2" });
  await register(shop.url, "ada@example.com");
  const from = freshIp();
  const tries = Array.from({ length: 40 }, () =>
    ask(`${shop.url}/api/users/login`, { from, body: { email: "ada@example.com", password: PASSWORD } }),
  );
  const answers = await Promise.all(tries);
  const tokens = answers.flatMap(({ status, json }) => (status === 200 ? [String(json.access_token)] : []));
  expect(tokens).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(30);

  // Connections go round the workers, and so does each of these.
  const me = (token = ""): Promise<number[]> =>
    Promise.all(Array.from({ length: 8 }, async () => (await ask(`${shop.url}/api/users/me`, { token })).status));
  expect(new Set(await me(tokens[0]))).toEqual(new Set([200]));
  await graphql(shop.url, "mutation { logoutEverywhere }", {}, tokens[1]);
  expect(new Set(await me(tokens[0]))).toEqual(new Set([401]));
  expect(shop.stderr()).toBe("");
});

it("a worker that is killed is replaced, more and more slowly if that goes on, and the other one serves", async () => {
  const shop = await open({ WORKERS: "2" });
  const [victim] = await workersOf(shop, 2);
  process.kill(Number(victim), "SIGKILL");
  // A connection that was on its way to the dead one is lost, which its client hears at once; nothing else is.
  const began = performance.now();
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => ask(`${shop.url}/api/products?limit=1`)));
  expect(performance.now() - began).toBeLessThan(20_000);
  const answered = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value.status] : []));
  expect(answered.length).toBeGreaterThanOrEqual(19);
  expect(new Set(answered)).toEqual(new Set([200]));
  expect(await workersOf(shop, 2)).not.toContain(victim);
  await eventually(async () => (await ask(`${shop.url}/health/ready`)).status === 200, "ready");
  expect(logOf(shop)).toContainEqual(
    expect.objectContaining({
      worker: victim,
      signal: "SIGKILL",
      backOffMs: 100,
      msg: "a worker has died and is replaced",
    }),
  );

  const [keep] = await workersOf(shop, 2);
  const until = performance.now() + 3000;
  while (performance.now() < until) {
    for (const pid of await childrenOf(shop)) if (pid !== keep) kill(pid);
    await sleep(20);
  }
  const backOffs = logOf(shop).flatMap(({ backOffMs }) => (backOffMs === undefined ? [] : [backOffMs]));
  expect(backOffs.length).toBeGreaterThan(2);
  expect(backOffs).toEqual(backOffs.map((_, death) => 100 * 2 ** death));
  expect((await ask(`${shop.url}/api/products?limit=1`)).status).toBe(200);
});

it("SIGTERM: what is in flight is answered, all workers end, and the supervisor with 0", async () => {
  // Real hashes take long enough for the signal to come in between.
  const shop = await open({ WORKERS: "2", NODE_OPTIONS: "" });
  await register(shop.url, "ada@example.com");
  const workers = await workersOf(shop, 2);
  const slow = Array.from({ length: 6 }, () =>
    ask(`${shop.url}/api/users/login`, { body: { email: "ada@example.com", password: PASSWORD } }),
  );
  await Promise.race(slow);
  const began = performance.now();
  shop.child.kill("SIGTERM");
  // Whoever would wait too long for a core is told so.
  const answers = await Promise.all(slow);
  expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
  expect(answers.map(({ status }) => status)).toContain(200);
  expect(await end(shop)).toEqual({ code: 0, signal: null });
  expect(performance.now() - began).toBeLessThan(EXIT_MS);
  expect(workers.filter(lives)).toEqual([]);
  expect(shop.stderr()).toBe("");
});

it("SIGTERM while the workers are starting ends all the same", async () => {
  const run = cleanup.launch({ WORKERS: "2", DATA_DIR: await cleanup.folder() });
  await eventually(async () => (await childrenOf(run)).length === 1, "the first worker");
  const began = performance.now();
  run.child.kill("SIGTERM");
  await end(run);
  expect(performance.now() - began).toBeLessThan(EXIT_MS);
});

it("workers that cannot start: the supervisor says why in one sentence, and exits with 1", async () => {
  const shop = await open({ WORKERS: "2" });
  const port = new URL(shop.url).port;
  const taken = cleanup.launch({ WORKERS: "2", DATA_DIR: await cleanup.folder(), PORT: port });
  expect(await end(taken)).toEqual({ code: 1, signal: null });
  expect(taken.stderr()).toBe(
    "The port is taken: stop the other program, or set PORT (or HEALTH_PORT) to another one.\n",
  );

  const away = { WORKERS: "2", DATA_DIR: await cleanup.folder(), DATABASE_URL: "postgresql://x@127.0.0.1:1/shop" };
  const homeless = cleanup.launch(away);
  expect(await end(homeless)).toEqual({ code: 1, signal: null });
  expect(homeless.stderr()).toBe("The PostgreSQL database 127.0.0.1:1/shop can't be reached.\n");
});

/** A single process has no supervisor. */
it.skipIf(availableParallelism() === 1)(
  "WORKERS=auto: one for each core, and none that outlives the supervisor",
  async () => {
    const shop = await open({ WORKERS: "auto" });
    const workers = await workersOf(shop, availableParallelism());
    shop.child.kill("SIGKILL");
    const began = performance.now();
    while (workers.some(lives) && performance.now() - began < ORPHANS_GONE_MS) await sleep(20);
    expect(workers.filter(lives)).toEqual([]);
    console.info(`Workers without a supervisor were gone after ${Math.round(performance.now() - began)} ms`);
  },
);

/** On a port that is chosen beforehand: what the system chooses is another one when no worker is left for a moment. */
const open = async (env: Readonly<Record<string, string>>): Promise<Shop> =>
  cleanup.open({
    DATA_DIR: await cleanup.migratedFolder(),
    DEMO_DATA: "off",
    PORT: await freePort(),
    LOG_LEVEL: "debug",
    ...env,
  });

/** The workers' process ids, as soon as there are so many and all of them listen. */
async function workersOf(shop: Shop, count: number): Promise<number[]> {
  return eventually(async () => {
    const workers = await childrenOf(shop);
    const listening = new Set(logOf(shop).flatMap(({ msg, worker }) => (msg === "a worker listens" ? [worker] : [])));
    return workers.length === count && workers.every((pid) => listening.has(pid)) && workers;
  }, `${count} workers`);
}

async function childrenOf({ child }: Run): Promise<number[]> {
  const text = await readFile(join("/proc", String(child.pid), "task", String(child.pid), "children"), "utf8");
  return text.split(" ").filter(Boolean).map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** A process that has ended and that nobody has buried yet does not live. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
