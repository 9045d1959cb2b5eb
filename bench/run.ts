/**
 * `npm run bench`: requests a second of one process at each door, beside a bare server in the same run, so that the ratio
 * means something on a noisy machine. `npm run bench -- 10` measures 10 seconds each instead of 4.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import autocannon from "autocannon";

const SECONDS = Number(process.argv[2] ?? 4);
const WARM_UP_SECONDS = 2;
const dataDir = mkdtempSync(join(tmpdir(), "shop-bench-"));
const children: ChildProcess[] = [];

interface Load {
  readonly name: string;
  readonly path: string;
  readonly bare: string;
  readonly graphql?: string;
  readonly signedIn?: boolean;
}

const LOADS: readonly Load[] = [
  { name: "one product, bearer contract", path: "/api/products/product/1099", bare: "/product/1099" },
  { name: "one product, envelope contract", path: "/api/products/1099", bare: "/product/1099" },
  { name: "one product, /api/v2", path: "/api/v2/products/1099", bare: "/product/1099" },
  {
    name: "one product, GraphQL",
    path: "/graphql",
    bare: "/product/1099",
    graphql: "{ product(id: 1099) { id model quantity image { path } price { amount } name description } }",
  },
  { name: "a page of 20, envelope contract", path: "/api/products", bare: "/page" },
  {
    name: "a page of 20, GraphQL",
    path: "/graphql",
    bare: "/page",
    graphql: "{ products { edges { node { id model quantity image { path } price { amount } name description } } } }",
  },
  { name: "popular, bearer contract", path: "/api/products/popular", bare: "/page" },
  { name: "who am I, bearer contract", path: "/api/users/me", bare: "/me", signedIn: true },
  { name: "a picture", path: "/cache/catalog/CQRobot/JST%20EL/JST%20EL%202P-1.jpg", bare: "/picture" },
];

try {
  // Limits are counted, as in earnest, but never reached.
  const env = { ...process.env, DATA_DIR: dataDir, PORT: "0", RATE_LIMITS: "1000000", LOG_LEVEL: "warn" };
  const shop = `http://localhost:${await start(["src/main.ts"], /http:\/\/localhost:(\d+)/, env)}`;
  const bare = `http://localhost:${await start(["bench/bare.ts", join(dataDir, "shop.db")], /^(\d+)$/, process.env)}`;
  const token = await signIn(shop);
  console.log(
    `${"".padEnd(34)}${"bare".padStart(9)}${"shop".padStart(9)}${"ratio".padStart(8)}${"p99 ms".padStart(8)}`,
  );
  for (const load of LOADS) {
    const limit = await measure(bare + load.bare);
    const signedIn = load.signedIn ? token : undefined;
    // The first requests of a kind run before the compiler has seen to them.
    await measure(shop + load.path, load.graphql, signedIn, WARM_UP_SECONDS);
    const ours = await measure(shop + load.path, load.graphql, signedIn);
    const ratio = (ours.perSecond / limit.perSecond).toFixed(2);
    const cells = [Math.round(limit.perSecond), Math.round(ours.perSecond)].map((n) => String(n).padStart(9)).join("");
    console.log(`${load.name.padEnd(34)}${cells}${ratio.padStart(8)}${String(ours.p99).padStart(8)}`);
  }
} finally {
  for (const child of children) {
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
  }
  rmSync(dataDir, { recursive: true, force: true });
}

async function start(args: string[], portIn: RegExp, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const port = portIn.exec(line)?.[1];
    if (port !== undefined) {
      child.stdout.resume();
      return port;
    }
  }
  throw new Error(`${args.join(" ")} did not start`);
}

async function signIn(shop: string): Promise<string> {
  const account = { email: "bench@example.com", password: "correct horse" };
  const post = (path: string, body: object) => fetch(shop + path, { method: "POST", body: JSON.stringify(body) });
  await post("/api/users/register", { ...account, first_name: "Bench" });
  const answer: unknown = await (await post("/api/users/login", account)).json();
  if (typeof answer !== "object" || answer === null || !("access_token" in answer))
    throw new Error("could not sign in");
  return String(answer.access_token);
}

async function measure(url: string, graphql?: string, token?: string, seconds = SECONDS) {
  const result = await autocannon({
    url,
    connections: 32,
    duration: seconds,
    // The load comes from a thread of its own.
    workers: 1,
    ...(graphql !== undefined && {
      method: "POST" as const,
      body: JSON.stringify({ query: graphql }),
    }),
    headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return { perSecond: result.requests.average, p99: result.latency.p99 };
}
