import { PrismaPg } from "@prisma/adapter-pg";
import { cpuOf } from "../processes.ts";
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
  const clock = cpu ? await processorsOf(shop, databaseUrl) : () => performance.now();
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

async function processorsOf(shop: Shop, databaseUrl: string): Promise<() => number> {
  const backends = await backendsOf(databaseUrl);
  return () => backends.reduce((sum, pid) => sum + cpuOf(pid), shop.cpu());
}

/** PostgreSQL's processes that serve a database; none of SQLite, which works in the server's. */
async function backendsOf(databaseUrl: string): Promise<string[]> {
  if (databaseUrl.startsWith("file:")) return [];
  const connection = await new PrismaPg({ connectionString: databaseUrl, max: 1 }).connect();
  const sql =
    "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'storefront'";
  const { rows } = await connection.queryRaw({ sql, args: [], argTypes: [] });
  await connection.dispose();
  return rows.map(([pid]) => String(pid));
}
