import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import manifest from "../package.json" with { type: "json" };
import { type Running, startServer } from "./processes.ts";

/** As `npm start` has it: variables, and what Node is given. */
const [VARIABLES = "", ARGUMENTS = ""] = manifest.scripts.start.split("exec node ");
const ENVIRONMENT = Object.fromEntries(
  Array.from(VARIABLES.matchAll(/(\w+)=(\S+)/g), ([, name, value]) => [name, value]),
);
const PASSWORD = "correct horse battery";
const [ADMIN, CUSTOMER] = ["admin@example.com", "customer@example.com"];

/** The shop over a database, in a process of its own: as in production, one worker, limits counted but out of reach. */
export interface Shop extends Running {
  /** Milliseconds from the start of `node` to the first answer that says ready. */
  readonly readyMs: number;
  /** Milliseconds that it had used a processor by then. */
  readonly readyCpuMs: number;
  /** An access token of a customer. */
  readonly token: string;
  /** The data that a query of the administrator gives. @throws when it gives errors */
  data(query: string, variables?: object): Promise<unknown>;
}

export async function startShop(databaseUrl: string, settings: NodeJS.ProcessEnv = {}): Promise<Shop> {
  const dataDir = mkdtempSync(join(tmpdir(), "shop-bench-"));
  const env = {
    ...process.env,
    ...ENVIRONMENT,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    JWT_PRIVATE_KEY: generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    PORT: "0",
    RATE_LIMITS: "1000000",
    ADMIN_EMAIL: ADMIN,
    ADMIN_PASSWORD: PASSWORD,
    ...settings,
  };
  const began = performance.now();
  const running = await startServer(ARGUMENTS.split(" "), { portIn: /"port":(\d+)/, env });
  const { url } = running;
  while (!(await fetch(`${url}/health/ready`)).ok);
  const readyMs = performance.now() - began;
  const readyCpuMs = running.cpu();

  const post = async (path: string, body: object, token = "") => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const answer = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };
  const tokenOf = async (email: string): Promise<string> => {
    const answer = await post("/api/users/login", { email, password: PASSWORD });
    return (answer as { readonly access_token: string }).access_token; // as the contract says
  };
  // A database that is kept has the account from last time; without it, nobody gets a token below.
  await post("/api/users/register", { email: CUSTOMER, password: PASSWORD, first_name: "Customer" }).catch(
    () => undefined,
  );
  const [administrator, token] = [await tokenOf(ADMIN), await tokenOf(CUSTOMER)];
  return {
    ...running,
    readyMs,
    readyCpuMs,
    token,
    async data(query, variables = {}) {
      const answer = await post("/graphql", { query, variables }, administrator);
      const { data, errors } = answer as { readonly data?: unknown; readonly errors?: unknown }; // as GraphQL has it
      if (errors !== undefined) throw new Error(`${query}: ${JSON.stringify(errors)}`);
      return data;
    },
    async stop() {
      await running.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const UPDATE = "mutation ($id: ID!, $input: UpdateProductInput!) { updateProduct(id: $id, input: $input) { id } }";

/** Writes a product's name and price, others each time. */
export async function writeProduct(shop: Shop, id: number, n: number): Promise<void> {
  const input = { name: `Written ${n} times over`, price: `${(n % 90) + 1}.5` };
  await shop.data(UPDATE, { id: String(id), input });
}

const WRITES_A_SECOND = 10;

/**
 * Writes ten products a second until it is told to stop: of a second that the server has had a processor to itself, since
 * on a busy machine there would be more writes for each read otherwise.
 * @param of those with the first ids, so many
 */
export function keepWriting(shop: Shop, of: number): { stop(): Promise<void> } {
  const began = shop.cpu();
  let written = 0;
  let writing: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    for (; written < ((shop.cpu() - began) / 1000) * WRITES_A_SECOND; written += 1) {
      const n = written;
      writing = writing.then(() => writeProduct(shop, 1 + ((n * 7919) % of), n));
    }
    writing.catch(() => undefined);
  }, 10);
  return {
    async stop() {
      clearInterval(timer);
      await writing;
    },
  };
}
