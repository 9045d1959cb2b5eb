import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { open, postgresql, engines, sqlite, temporaryFolder } from "../src/database/test-databases.ts";
import { startServer, type TestServer } from "../test/fixtures/server.ts";

const withPostgresql = test.skipIf(!engines.includes(postgresql));
const PRODUCTS = 30_000;
const USERS = 6000;
const admin = { ADMIN_EMAIL: "owner@example.com", ADMIN_PASSWORD: "correct horse" };

withPostgresql("the demo shop moves, and people stay signed in", async () => {
  const [from, to, dataDir] = [await sqlite.create(), await postgresql.create(), await temporaryFolder()];
  const before = await startServer({ ...admin, DATABASE_URL: from, DATA_DIR: dataDir });
  const token = await signIn(before, admin.ADMIN_EMAIL, admin.ADMIN_PASSWORD);
  const catalogue = await productsOf(before, "jst");
  await before.close();

  const { status, stdout, stderr } = await run(from, to);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^Product: \d+ rows copied/m);
  expect(stdout).toMatch(/^Moved [\d,]+ rows in [\d.]+ s;/m);
  expect(stdout).toMatch(/set DATABASE_URL .*\n.*store\.db, or Redis\. With the same DATA_DIR/);
  expect(stdout).not.toMatch(/ATTENTION|left behind/);

  const after = await startServer({ ...admin, DATABASE_URL: to, DATA_DIR: dataDir });
  const me = await after.graphql("{ me { email isAdmin } }", {}, token);
  expect(me.data).toEqual({ me: { email: admin.ADMIN_EMAIL, isAdmin: true } });
  expect(catalogue.totalCount).toBeGreaterThan(3);
  expect(await productsOf(after, "jst")).toEqual(catalogue);
  await after.close();
});

withPostgresql(
  "a shop of 30,000 products and 6,000 users moves, also when the first move was killed",
  { timeout: 120_000 },
  async () => {
    const [from, to] = [await sqlite.create(), await postgresql.create()];
    await makeBigShop(from);

    const killed = start(from, to);
    const said: string[] = [];
    for await (const line of createInterface({ input: killed.stdout })) {
      said.push(line);
      // Into the middle of the products.
      if (line.startsWith("LoginAttempt:")) setTimeout(() => killed.kill("SIGKILL"), 150);
    }
    expect(said.at(-1)).toMatch(/^LoginAttempt: [\d,]+ rows copied/);
    const target = await open(to);
    // Waits for the server to find out.
    expect([await target.user.count(), await target.product.count()]).toEqual([0, 0]);

    const began = performance.now();
    const { status, stderr } = await run(from, to);
    console.log(`moved in ${Math.round(performance.now() - began)} ms`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    await checkBigShop(to);
    expect((await run(from, to)).stderr).toMatch(/is not empty: it has rows in User, .*Product/);
  },
);

test("what can't be done is refused in one sentence that has no password", async () => {
  const shop = await sqlite.create();
  await (await open(shop)).$disconnect();
  const secret = "postgresql://shop:s3cret@127.0.0.1:1/shop";
  const cases: readonly (readonly [string[], number, RegExp])[] = [
    [[shop], 2, /^Usage: npm run move-data -- FROM TO\n/],
    [[shop, "mysql://u:s3cret@h/d"], 1, /^TO must start with file: or postgresql:\/\/ or postgres:\/\/\n$/],
    [[shop, secret], 1, /^The PostgreSQL database 127\.0\.0\.1:1\/shop can't be reached\.\n$/],
    [[secret, shop], 1, /^The PostgreSQL database 127\.0\.0\.1:1\/shop can't be opened \(.*\)\.\n$/],
    [["file:/nowhere/shop.db", secret], 1, /^There is no database file \/nowhere\/shop\.db\.\n$/],
  ];
  for (const [args, status, message] of cases) {
    const answer = await run(...args);
    expect({ ...answer, stderr: "" }).toEqual({ status, stdout: "", stderr: "" });
    expect(answer.stderr).toMatch(message);
    expect(answer.stderr).not.toContain("s3cret");
  }
});

/** Ada registers as anybody does; the crowd comes by SQL. Every 50th of it has deleted the account. */
async function makeBigShop(url: string): Promise<void> {
  const server = await startServer({ ...admin, DATABASE_URL: url, DEMO_DATA: "off" });
  await register(server, "ada@example.com");
  await signIn(server, "ada@example.com", "lovelace 1815");
  await server.close();
  const db = await open(url);
  const now = "'2026-01-02T03:04:05.678+00:00'";
  const numbers = (most: number) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${most})`;
  const gone = (value: string) => `CASE WHEN i % 50 = 0 THEN NULL ELSE ${value} END`;
  for (const sql of [
    `${numbers(USERS)} INSERT INTO "User" (id, email, emailKey, username, usernameKey, searchKey, passwordHash, credentialStamp, createdAt, updatedAt, deletedAt)
     SELECT 100 + i, 'u' || i || '@x.org', ${gone("'u' || i || '@x.org'")}, 'u' || i, ${gone("'u' || i")}, 'u' || i, 'none', 'stamp ' || i,
       ${now}, ${now}, CASE WHEN i % 50 = 0 THEN ${now} END FROM n`,
    `${numbers(USERS)} INSERT INTO "UserInfo" (userId, firstName) SELECT 100 + i, 'Ada ' || i FROM n`,
    `${numbers(3 * USERS)} INSERT INTO "LoginAttempt" (userId, at, ip, userAgent, method, outcome)
     SELECT 101 + i % ${USERS}, ${now}, '127.0.0.1', 'Mozilla/5.0', 'PASSWORD', 'SUCCESS' FROM n`,
    `${numbers(PRODUCTS)} INSERT INTO "Product" (name, nameKey, searchName, description, price, category, views, createdAt, updatedAt)
     SELECT 'Part ' || i, 'part ' || i, 'part ' || i, printf('%.*c', 300, 'ü'), i * 10007, 'C' || i % 40, i % 977, ${now}, ${now} FROM n`,
  ]) {
    await db.$executeRawUnsafe(sql);
  }
  await db.$disconnect();
}

async function checkBigShop(url: string): Promise<void> {
  const db = await open(url);
  expect(await db.user.count({ where: { deletedAt: { not: null } } })).toBe(USERS / 50);
  const server = await startServer({ ...admin, DATABASE_URL: url, DEMO_DATA: "off" });
  await signIn(server, "ada@example.com", "lovelace 1815");
  expect(await productsOf(server, "PART 29999")).toMatchObject({
    totalCount: 1,
    edges: [{ node: { price: { amount: "30019.9993" } } }],
  });
  const owner = await signIn(server, admin.ADMIN_EMAIL, admin.ADMIN_PASSWORD);
  const create = `mutation { createProduct(input: { name: "New", price: 1 }) { id } }`;
  const { data } = await server.graphql(create, {}, owner);
  expect(data).toEqual({ createProduct: { id: String(PRODUCTS + 1) } });
  expect(await register(server, "grace@example.com")).toBe(String(USERS + 101));
  await server.close();
}

async function signIn(server: TestServer, account: string, password: string): Promise<string> {
  const login = `mutation ($input: LoginInput!) { login(input: $input) { accessToken } }`;
  const { data, errors } = await server.graphql(login, { input: { account, password } });
  expect(errors).toBeUndefined();
  return String(data.login.accessToken);
}

async function register(server: TestServer, email: string): Promise<string> {
  const mutation = `mutation ($input: RegisterInput!) { register(input: $input) { id } }`;
  const { data } = await server.graphql(mutation, { input: { email, password: "lovelace 1815" } });
  return String(data.register.id);
}

async function productsOf(server: TestServer, search: string): Promise<{ totalCount: number }> {
  const query = `query ($search: String) {
    products(first: 50, filter: { search: $search }) { totalCount edges { node { id name price { amount } description createdAt } } } }`;
  return (await server.graphql(query, { search })).data.products;
}

function start(...args: string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ["scripts/move-data.ts", ...args], { cwd: new URL("..", import.meta.url) });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function run(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = start(...args);
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [status]: (number | null)[] = await once(child, "close");
  return { status: status ?? null, stdout, stderr };
}
