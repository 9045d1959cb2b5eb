import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../src/database/open.ts";
import { oldDatabase } from "../test/legacy/old-databases.ts";

const PATIENCE = { timeout: 120_000 };
const HASH = "$2b$04$0uOua8eNgEkXQkKIG2QOc.xSpYFKC0trpUvY.GwB/WCv6U1NAgxBu";

async function shopFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "shop-import-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The command without a terminal. */
async function run(dataDir: string, ...args: string[]) {
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: "", NODE_ENV: "test" };
  const child = spawn(process.execPath, ["scripts/import-legacy.ts", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [code]: unknown[] = await once(child, "close");
  return { code, stdout, stderr };
}

async function counts(dataDir: string) {
  const db = await openDatabase({ databaseUrl: `file:${join(dataDir, "shop.db")}` });
  const found = [await db.user.count(), await db.product.count()];
  await db.$disconnect();
  return found;
}

const someShop = () =>
  oldDatabase("envelope", {
    users: [1, 2].map((id) => ({ id, username: `u${id}`, email: `u${id}@example.com`, password: HASH })),
    products: [
      { id: 1, name: "Fine", price: 1 },
      { id: 2, name: "", price: 1 },
    ],
  });

test(
  "says what it would do, stops at conflicts, goes on without them, and changes nothing the second time",
  PATIENCE,
  async () => {
    const [folder, source] = [await shopFolder(), await someShop()];
    const dry = await run(folder, "envelope", source, "--dry-run", "--skip-conflicts");
    expect(dry).toMatchObject({ code: 0, stderr: "" });
    expect(dry.stdout).toMatch(/2 new accounts, .*\n.*1 new product, /);
    expect(dry.stdout).toContain("Nothing was written: this was a dry run.");
    expect(await counts(folder)).toEqual([0, 0]);

    const stopped = await run(folder, "envelope", source);
    expect(stopped.code).toBe(1);
    expect(stopped.stdout).toContain(
      "Conflicts: 1\n  product 2: name must not be blank (with --skip-conflicts: left out)",
    );
    expect(stopped.stderr).toContain("Nothing was imported.");
    expect(await counts(folder)).toEqual([0, 0]);

    const report = join(folder, "report.json");
    const done = await run(folder, "envelope", source, "--skip-conflicts", "--report", report);
    expect(done).toMatchObject({ code: 0, stderr: "" });
    expect(done.stdout).toMatch(/accounts: 2 rows written.*\nproducts: 1 rows written.*\nImported\./);
    expect(JSON.parse(await readFile(report, "utf8"))).toMatchObject({
      written: true,
      accounts: { 1: 1, 2: 2 },
      products: { 1: 1 },
      conflicts: [{ kind: "product", oldId: "2" }],
    });
    expect((await stat(report)).mode & 0o777).toBe(0o600);

    const again = await run(folder, "envelope", source, "--skip-conflicts");
    expect(again.stdout).toContain("There is nothing new.");
    expect(await counts(folder)).toEqual([2, 1]);
  },
);

test("what can't be done is refused in one sentence", PATIENCE, async () => {
  const folder = await shopFolder();
  for (const args of [
    [],
    ["bearer"],
    ["robyn", "x.db"],
    ["bearer", "x.db", "y.db"],
    ["bearer", "x.db", "--timezone", "Mars/Base"],
  ]) {
    expect(await run(folder, ...args)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Usage: npm run import-legacy/),
    });
  }
  const source = await someShop();
  const secret = "postgresql+asyncpg://shop:s3cret@127.0.0.1:1/shop";
  const cases: readonly (readonly [string, RegExp])[] = [
    ["/nowhere/old.db", /^There is no database file \/nowhere\/old\.db\.\n$/],
    [source, /^The database .* has no table user_info\.\n$|^The table users of .* has no column hashed_password\.\n$/],
    ["package.json", /^The database .*package\.json can't be read \(.*\)\.\n$/],
    ["mysql://u:s3cret@h/d", /^SOURCE must be a file, or begin with /],
    [secret, /^The PostgreSQL database 127\.0\.0\.1:1\/shop can't be opened \(.*\)\.\n$/],
  ];
  for (const [given, message] of cases) {
    const { code, stdout, stderr } = await run(folder, "bearer", given);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("s3cret");
  }
});
