/**
 * `npm run bench:scale`: what requests take at ten thousand, a hundred thousand and a million products, on both engines,
 * through HTTP with nothing kept: before each request a product is written, which drops what is kept of lists. The sizes
 * take turns, so that a busy machine troubles them alike.
 *
 *   npm run bench:scale -- --engine sqlite --sizes 10000,100000 --samples 100 --at FOLDER
 *
 * `--cpu`: milliseconds that the server and the database have used a processor (Linux), which a busy machine alters little.
 * `--only TEXT`: the cases with that in their name.
 * `--at`: filled databases are kept (SQLite's there, PostgreSQL's on its server) and used by the next run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cases } from "./scale/cases.ts";
import { databaseOf, dropPostgresql, type EngineName } from "./scale/databases.ts";
import { type Clocked, startClocked } from "./scale/clocked.ts";

const { values } = parseArgs({
  options: {
    engine: { type: "string", multiple: true, default: ["sqlite", "postgresql"] },
    sizes: { type: "string", default: "10000,100000,1000000" },
    samples: { type: "string", default: "100" },
    at: { type: "string" },
    only: { type: "string", default: "" },
    cpu: { type: "boolean", default: false },
  },
});
const SIZES = values.sizes.split(",").map(Number);
const SAMPLES = Number(values.samples);
const WARM_UP = 10;
const STARTS = 3;

const folder = values.at ?? mkdtempSync(join(tmpdir(), "shop-scale-"));
try {
  for (const engine of values.engine) await measure(engine as EngineName); // a wrong one cannot be filled
} finally {
  if (values.at === undefined) rmSync(folder, { recursive: true, force: true });
}

async function measure(engine: EngineName): Promise<void> {
  const urls: string[] = [];
  for (const size of SIZES) urls.push(await databaseOf(engine, size, folder));
  const { first, later } = await startSome(urls);
  const shops = await Promise.all(urls.map((url) => startClocked(url, values.cpu)));
  try {
    const { rows, writes, searches } = await sample(shops);
    print(engine, [
      ...rows,
      ["all searches", searches],
      ["write: a product's name and price", writes],
      ["the first start in a folder, until ready", first],
      ["later starts", later],
    ]);
  } finally {
    for (const shop of shops) await shop.stop();
    if (values.at === undefined && engine === "postgresql") for (const size of SIZES) await dropPostgresql(size);
  }
}

type Samples = readonly number[][];

async function startSome(urls: readonly string[]): Promise<{ readonly first: Samples; readonly later: Samples }> {
  const [first, later] = [urls.map((): number[] => []), urls.map((): number[] => [])];
  for (let i = 0; i < STARTS; i += 1) {
    for (const [index, url] of urls.entries()) {
      const dataDir = mkdtempSync(join(tmpdir(), "shop-scale-"));
      for (const times of [first, later]) {
        const shop = await startClocked(url, values.cpu, dataDir);
        times[index]?.push(shop.ready);
        await shop.stop();
      }
      rmSync(dataDir, { recursive: true });
    }
  }
  return { first, later };
}

async function sample(shops: readonly Clocked[]) {
  const empty = () => SIZES.map((): number[] => []);
  const [writes, searches] = [empty(), empty()];
  const rows: [string, Samples][] = [];
  for (const { name, group, request } of cases.filter(({ name }) => name.includes(values.only))) {
    const times = empty();
    for (let n = -WARM_UP; n < SAMPLES; n += 1) {
      for (const [index, shop] of shops.entries()) {
        const size = SIZES[index] ?? 0;
        const written = await write(shop, rows.length * 1000 + n + WARM_UP, size);
        const { path, body } = request(Math.abs(n), size);
        const took = await shop.ask(path, body);
        if (n < 0) continue;
        writes[index]?.push(written);
        times[index]?.push(took);
        if (group === "search") searches[index]?.push(took);
      }
    }
    rows.push([name, times]);
    console.error(`${name}: ${times.map((each) => percentile(each, 99).toFixed(1)).join(" ")}`);
  }
  return { rows, writes, searches };
}

function write(shop: Clocked, n: number, size: number): Promise<number> {
  return shop.write(1 + ((n * 7919) % size), n);
}

function percentile(times: readonly number[], percent: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

/** A table in Markdown. */
function print(engine: EngineName, rows: readonly (readonly [string, Samples])[]): void {
  const titles = SIZES.map((size) => size.toLocaleString("en"));
  console.log(
    `\n| ${engine}: ${values.cpu ? "processor ms" : "ms"}, p50 / p99 | ${titles.join(" | ")} | p99, last to first |`,
  );
  console.log(`| --- | ${SIZES.map(() => "--:").join(" | ")} | --: |`);
  for (const [name, samples] of rows) {
    const cells = samples.map((times) => `${percentile(times, 50).toFixed(1)} / ${percentile(times, 99).toFixed(1)}`);
    const ratio = percentile(samples.at(-1) ?? [], 99) / percentile(samples[0] ?? [], 99);
    console.log(`| ${name} | ${cells.join(" | ")} | ${ratio.toFixed(1)} |`);
  }
}
