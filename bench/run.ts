/**
 * `npm run bench`: what a request costs the server's process, as CPU time (user and system, so that a busy machine alters
 * little) beside that of another server that gets the same requests, in runs that take turns. Linux.
 *
 *   npm run bench -- --engine sqlite --only GraphQL   some of it
 *   npm run bench -- --short                          whether it works, in seconds; its figures mean nothing
 *   npm run bench -- --soak 600                       ten minutes of everything at once, as bench/soak.svg
 *   npm run bench -- --flame "page of 20, GraphQL"    where one case spends its time, as a flame graph in bench/
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Case, cases, HOT } from "./cases.ts";
import { flame } from "./flame.ts";
import { load, percentile, type Request, type Took } from "./load.ts";
import { type Running, startServer } from "./processes.ts";
import { databaseOf, dropPostgresql, type EngineName } from "./scale/databases.ts";
import { keepWriting, type Shop, startShop } from "./shop.ts";
import { soak } from "./soak.ts";

const { values } = parseArgs({
  options: {
    engine: { type: "string", multiple: true, default: ["sqlite", "postgresql"] },
    only: { type: "string", default: "" },
    short: { type: "boolean", default: false },
    soak: { type: "string" },
    flame: { type: "string" },
  },
});

/** A run is so many requests; before the first, as many warm up. `once`: of those that nobody sends twice. */
const SIZES = values.short
  ? { products: 2200, rounds: 1, requests: 64, once: 64 }
  : { products: 16_000, rounds: 5, requests: 5000, once: 2000 };
const REDIS = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379/15";
const BESIDE = { bare: "`node:http`", plain: "Yoga + Prisma" };

interface Servers {
  readonly shop: Shop;
  readonly bare: Running;
  readonly plain: Running;
}

async function measure(engine: EngineName): Promise<void> {
  const database = await databaseOf(engine, SIZES.products, folder);
  const portIn = /^(\d+)$/;
  const settings = { LOG_LEVEL: "info", ...(engine === "postgresql" && { REDIS_URL: REDIS }) };
  const servers: Servers = {
    shop: await startShop(database, settings),
    bare: await startServer(["bench/bare.ts"], { portIn }),
    plain: await startServer(["bench/plain.ts", database], { portIn }),
  };
  try {
    console.log(
      `\n${engine === "sqlite" ? "Embedded: SQLite" : "PostgreSQL and Redis"}, at first ${memory(servers)}\n`,
    );
    console.log("| CPU µs a request | beside | the other | ours | ratio | goal | a second | p50 ms | p99 ms |");
    console.log("| --- | --- | --: | --: | --: | --: | --: | --: | --: |");
    for (const one of cases) if (one.name.includes(values.only)) console.log(await row(one, engine, servers));
    console.log(`\nIn the end ${memory(servers)}`);
  } finally {
    for (const server of Object.values(servers)) await server.stop();
    if (engine === "postgresql") await dropPostgresql(SIZES.products);
  }
}

const memory = ({ shop }: Servers): string => `${shop.memory().toFixed(0)} MiB in memory`;

async function row(one: Case, engine: EngineName, servers: Servers): Promise<string> {
  const { name, beside, goal, once } = one;
  const { shop } = servers;
  const asked = (n: number): Request => one.request(n, shop.token);
  const sameSize = await constant(asked(0), shop);
  const amount = once ? SIZES.once : SIZES.requests;
  const ours: Run[] = [];
  const others: Run[] = [];
  for (let round = -1; round < SIZES.rounds; round += 1) {
    // Of what nobody sends twice, each round has its own, and the first one has been sent by `constant`.
    const request = (n: number): Request => asked(once ? 1 + (round + 1) * amount + n : n);
    const other = await run(servers[beside], amount, beside === "bare" ? (n) => sameSize(request(n)) : request);
    const own = one.written ? await whileWritten(shop, amount, request) : await run(shop, amount, request);
    if (round < 0) continue;
    others.push(other);
    ours.push(own);
  }
  const [theirs, cost] = [middle(others.map(({ cpu }) => cpu)), middle(ours.map(({ cpu }) => cpu))];
  const ratio = middle(ours.map(({ cpu }, i) => cpu / (others[i]?.cpu ?? Number.NaN)));
  const all = { times: ours.flatMap(({ times }) => times).sort((a, b) => a - b) };
  const cells = [
    theirs.toFixed(0),
    cost.toFixed(0),
    ratio.toFixed(2),
    `≤ ${goal[engine]}`,
    middle(ours.map(({ perSecond }) => perSecond)).toLocaleString("en", { maximumFractionDigits: 0 }),
    percentile(all, 50).toFixed(1),
    percentile(all, 99).toFixed(1),
  ];
  return `| ${name} | ${BESIDE[beside]} | ${cells.join(" | ")} |`;
}

/** The same request, to the server that answers as many bytes as the shop has. */
async function constant({ path, headers = {}, body }: Request, shop: Shop): Promise<(request: Request) => Request> {
  const posted = body && { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(shop.url + path, {
    ...posted,
    headers: { ...headers, "content-type": "application/json", "accept-encoding": "identity" },
  });
  const size = (await answer.arrayBuffer()).byteLength;
  return (request) => ({ ...request, path: `/${size}` });
}

interface Run extends Took {
  /** Microseconds of a processor that a request took. */
  readonly cpu: number;
}

async function run(server: Running, amount: number, request: (n: number) => Request): Promise<Run> {
  const before = server.cpu();
  const took = await load(server.url, amount, request);
  return { ...took, cpu: ((server.cpu() - before) * 1000) / amount };
}

async function whileWritten(shop: Shop, amount: number, request: (n: number) => Request): Promise<Run> {
  const writing = keepWriting(shop, HOT);
  try {
    return await run(shop, amount, request);
  } finally {
    await writing.stop();
  }
}

const middle = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const folder = mkdtempSync(join(tmpdir(), "shop-bench-"));
try {
  const embedded = () => databaseOf("sqlite", SIZES.products, folder);
  if (values.flame !== undefined) await flame(await embedded(), values.flame);
  else if (values.soak !== undefined) await soak(await embedded(), Number(values.soak));
  else for (const engine of values.engine) await measure(engine as EngineName); // a wrong one cannot be filled
} finally {
  rmSync(folder, { recursive: true, force: true });
}
