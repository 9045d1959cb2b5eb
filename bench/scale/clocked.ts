import { readdirSync, readFileSync } from "node:fs";
import { cpuOf, readOf } from "../processes.ts";
import { type Shop, startShop, writeProduct } from "../shop.ts";

/** A shop that is asked one thing after the other. Times are milliseconds. */
export interface Clocked {
  /** From the start of `node` to the first answer that says ready. */
  readonly ready: number;
  /** How long a request took until its whole answer was there. */
  ask(path: string, body?: object): Promise<number>;
  write(id: number, n: number): Promise<number>;
  stop(): Promise<void>;
}

/**
 * @param cpu all times are of the processors that the server and its database have used, not of the clock
 * @param dataDir a folder that is kept from start to start
 */
export async function startClocked(databaseUrl: string, cpu: boolean, dataDir?: string): Promise<Clocked> {
  const shop = await startShop(databaseUrl, dataDir === undefined ? {} : { DATA_DIR: dataDir });
  const ready = cpu ? shop.readyCpuMs : shop.readyMs;
  const clock = cpu ? processorsOf(shop, databaseUrl) : () => performance.now();
  const took = async (act: () => Promise<void>): Promise<number> => {
    const began = clock();
    await act();
    return clock() - began;
  };
  return {
    ready,
    ask: (path, body) => took(() => ask(shop.url + path, body)),
    write: (id, n) => took(() => writeProduct(shop, id, n)),
    stop: shop.stop,
  };
}

async function ask(url: string, body?: object): Promise<void> {
  const posted = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(url, body && posted);
  const text = await answer.text();
  if (!answer.ok || text.startsWith('{"errors"'))
    throw new Error(`${url} ${JSON.stringify(body)}: ${text.slice(0, 300)}`);
}

/** A clock that goes while the server runs, and PostgreSQL's processes for its database, if that is the engine. */
function processorsOf(shop: Shop, databaseUrl: string): () => number {
  const database = databaseUrl.startsWith("file:") ? undefined : new URL(databaseUrl).pathname.slice(1);
  const ran = new Map<string, number>();
  return () => {
    // The server's pool makes and ends connections as it likes: what those of before have run stays counted.
    for (const pid of database === undefined ? [] : backendsOf(database)) {
      const before = ran.get(pid) ?? 0;
      ran.set(pid, Math.max(before, cpuOf(pid)));
    }
    return [...ran.values()].reduce((sum, one) => sum + one, shop.cpu());
  };
}

/** The processes on this machine that call themselves PostgreSQL's for a database. */
function backendsOf(database: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    const title = /^\d+$/.test(pid) ? readOf(() => readFileSync(`/proc/${pid}/cmdline`, "utf8")) : undefined;
    return title?.startsWith("postgres: ") && title.includes(` ${database} `);
  });
}
