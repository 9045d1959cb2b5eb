import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";

const ADMIN = { account: "bench@example.com", password: "correct horse battery" };

/** A server over a database, in a process of its own. */
export interface Shop {
  /** From the start of `node` to the first answer that says ready. */
  readonly ready: number;
  /** How long a request took until its whole answer was there. */
  timed(path: string, body?: object): Promise<number>;
  /** Milliseconds that mean something in differences only. */
  clock(): number;
  /** The data that a query gives; signed in as an administrator. */
  data(query: string, variables?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** @param cpu all times are of the processors that the server and its database have used, not of the clock */
export async function startShop(databaseUrl: string, cpu: boolean): Promise<Shop> {
  const dataDir = mkdtempSync(join(tmpdir(), "shop-scale-"));
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    PORT: "0",
    RATE_LIMITS: "1000000",
    LOG_LEVEL: "warn",
    DEMO_DATA: "off",
    ADMIN_EMAIL: ADMIN.account,
    ADMIN_PASSWORD: ADMIN.password,
  };
  const before = cpu ? 0 : performance.now();
  const child = spawn(process.execPath, ["src/main.ts"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const url = `http://localhost:${await portOf(child)}`;
  while (!(await fetch(`${url}/health/ready`)).ok);
  const clock = cpu ? await processorsOf(child, databaseUrl) : () => performance.now();
  const ready = clock() - before;

  let token = "";
  const post = async (query: string, variables: object = {}) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers,
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors }: { data?: unknown; errors?: unknown } = JSON.parse(await answer.text());
    if (errors !== undefined) throw new Error(`${query}: ${JSON.stringify(errors)}`);
    return data;
  };
  const signIn = `mutation ($input: LoginInput!) { login(input: $input) { accessToken } }`;
  const { login } = (await post(signIn, { input: ADMIN })) as { login: { accessToken: string } }; // as the query asks
  token = login.accessToken;

  return {
    ready,
    clock,
    data: post,
    async timed(path, body) {
      const sent = body && {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      };
      const asked = clock();
      const answer = await fetch(url + path, sent);
      const text = await answer.text();
      const took = clock() - asked;
      if (!answer.ok || text.startsWith('{"errors"'))
        throw new Error(`${path} ${JSON.stringify(body)}: ${text.slice(0, 300)}`);
      return took;
    },
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Linux counts the nanoseconds that each thread has run. */
async function processorsOf(child: ChildProcess, databaseUrl: string): Promise<() => number> {
  const pids = [String(child.pid), ...(await backendsOf(databaseUrl))];
  const threads = (pid: string) =>
    readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/schedstat`);
  const ran = (file: string) => Number(readFileSync(file, "utf8").split(" ")[0]) / 1e6;
  return () => pids.flatMap(threads).reduce((sum, file) => sum + ran(file), 0);
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

async function portOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("no output to read");
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /http:\/\/localhost:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stdout.resume();
    return port;
  }
  throw new Error("the shop did not start");
}
