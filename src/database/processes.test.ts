import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { demoProducts } from "../../prisma/demo/products/index.ts";
import { readMigrations } from "./migrations.ts";
import { engines, open } from "./test-databases.ts";

/** Opens the database when it is told to, and loads the demo data. */
const START = `
  import { once } from "node:events";
  import { openDatabase } from "./src/database/open.ts";
  import { loadDemoData } from "./prisma/seed.ts";
  console.log("ready");
  await once(process.stdin, "data");
  const database = await openDatabase({ databaseUrl: process.argv[1] });
  console.log(await loadDemoData(database));
  await database.$disconnect();
  process.exit();
`;

/** Says the name of each row once it is written, then leaves a transaction open. */
const WRITE = `
  import { openDatabase } from "./src/database/open.ts";
  const database = await openDatabase({ databaseUrl: process.argv[1] });
  for (const name of ["one", "two", "three"]) {
    await database.milestone.create({ data: { name } });
    console.log(name);
  }
  await database.$transaction(async (tx) => {
    await tx.milestone.create({ data: { name: "unfinished" } });
    console.log("unfinished");
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  }, { timeout: 120_000 });
`;

describe.for(engines)("processes on $name", (engine) => {
  test("four that start at once on an empty database migrate it once and load the demo data once", async () => {
    const url = await engine.create();
    const children = Array.from({ length: 4 }, () => run(START, url));
    await Promise.all(children.map(({ line }) => line()));
    for (const { child } of children) child.stdin.write("go\n");
    const loaded = await Promise.all(children.map(({ line }) => line()));
    expect(loaded.sort()).toEqual(["false", "false", "false", "true"]);
    expect(await Promise.all(children.map(({ exit }) => exit))).toEqual([0, 0, 0, 0]);

    const db = await open(url);
    expect(await db.product.count()).toBe(demoProducts.length);
    const applied = await db.$queryRaw<{ name: string }[]>`SELECT migration_name AS name FROM "_prisma_migrations"`;
    const { migrations } = await readMigrations(engine.migrations);
    expect(applied.map(({ name }) => name).sort()).toEqual(migrations.map(({ name }) => name));
  });

  test("one that is killed leaves what it had acknowledged, and no lock", async () => {
    const url = await engine.create();
    const { child, line, exit } = run(WRITE, url);
    for (const name of ["one", "two", "three", "unfinished"]) expect(await line()).toBe(name);
    child.kill("SIGKILL");
    await exit;
    const db = await open(url);
    await db.milestone.create({ data: { name: "after" } });
    const names = (await db.milestone.findMany()).map(({ name }) => name);
    expect(names.sort()).toEqual(["after", "one", "three", "two"]);
  });

  test("two that take turns in transactions lose no update", async () => {
    const url = await engine.create();
    const db = await open(url);
    const { id } = await db.product.create({ data: { name: "x", nameKey: "x", price: 1n } });
    const code = `
      import { openDatabase } from "./src/database/open.ts";
      const database = await openDatabase({ databaseUrl: process.argv[1] });
      for (let i = 0; i < 50; i++) {
        await database.$transaction([
          database.product.findUnique({ where: { id: ${id} } }),
          database.product.update({ where: { id: ${id} }, data: { views: { increment: 1 } } }),
        ]);
      }
      console.log("done");
      await database.$disconnect();
    `;
    const children = [run(code, url), run(code, url)];
    expect(await Promise.all(children.map(({ line }) => line()))).toEqual(["done", "done"]);
    expect(await db.product.findUnique({ where: { id } })).toMatchObject({ views: 100 });
  });
});

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** The next line that it prints; what it complained about when it ends instead. */
  line(): Promise<string>;
  readonly exit: Promise<number | null>;
}

function run(code: string, url: string): Running {
  const root = new URL("../..", import.meta.url);
  const child = spawn(process.execPath, ["--input-type=module", "-e", code, url], { cwd: root });
  onTestFinished(() => void child.kill("SIGKILL"));
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = once(child, "exit").then(([status]: (number | null)[]) => status ?? null);
  const line = async () => {
    const next = await Promise.race([lines.next(), sleep(30_000, undefined, { ref: false })]);
    if (next === undefined || next.done) throw new Error(`the process says no more: ${errors}`);
    return next.value;
  };
  return { child, line, exit };
}
