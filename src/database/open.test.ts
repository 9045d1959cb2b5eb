import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { DatabaseError } from "./client.ts";
import { openDatabase } from "./open.ts";
import { engines, open, sqlite, temporaryFolder } from "./test-databases.ts";

describe.for(engines)("$name", (engine) => {
  test("what was written is there after closing and opening", async () => {
    const url = await engine.create();
    const first = await openDatabase({ databaseUrl: url });
    await first.milestone.create({ data: { name: "kept" } });
    await first.$disconnect();
    const second = await open(url);
    expect(await second.milestone.findMany()).toMatchObject([{ name: "kept" }]);
  });

  test("a write beside a transaction that is rolled back is kept, and nobody sees what isn't committed", async () => {
    const db = await open(await engine.create());
    const rolledBack = db.$transaction(async (tx) => {
      await tx.milestone.create({ data: { name: "inside" } });
      await sleep(100);
      throw new Error("no");
    });
    await Promise.all([
      expect(rolledBack).rejects.toThrow("no"),
      sleep(30).then(() => db.milestone.create({ data: { name: "beside" } })),
      sleep(40).then(async () => expect(await db.milestone.count({ where: { name: "inside" } })).toBe(0)),
    ]);
    expect(await db.milestone.findMany()).toMatchObject([{ name: "beside" }]);
  });

  test("reading, then writing, in parallel transactions loses nothing", async () => {
    const db = await open(await engine.create());
    const { id } = await db.product.create({ data: { name: "x", nameKey: "x", price: 1n, quantity: 8 } });
    const takeOne = () =>
      db.product.updateMany({ where: { id, quantity: { gt: 0 } }, data: { quantity: { decrement: 1 } } });
    const taken = await Promise.all(Array.from({ length: 12 }, takeOne));
    expect(taken.reduce((sum, { count }) => sum + count, 0)).toBe(8);
    expect(await db.product.findUnique({ where: { id } })).toMatchObject({ quantity: 0 });
  });

  test("a transaction that waits in vain to begin leaves the database usable", async () => {
    const db = await open(await engine.create());
    const slow = db.$transaction(async (tx) => {
      await tx.milestone.create({ data: { name: "slow" } });
      await sleep(200);
    });
    const impatient = db.$transaction((tx) => tx.milestone.create({ data: { name: "impatient" } }), { maxWait: 20 });
    await Promise.allSettled([slow, impatient]);
    await db.milestone.create({ data: { name: "later" } });
    expect(await db.milestone.count({ where: { name: { in: ["slow", "later"] } } })).toBe(2);
  });

  test("a transaction that takes too long is undone, and the next one can begin", async () => {
    const db = await open(await engine.create());
    const late = db.$transaction(
      async (tx) => {
        await tx.milestone.create({ data: { name: "late" } });
        await sleep(150);
        await tx.milestone.count();
      },
      { timeout: 50 },
    );
    await expect(late).rejects.toThrow();
    await db.$transaction([db.milestone.create({ data: { name: "next" } })]);
    expect(await db.milestone.findMany()).toMatchObject([{ name: "next" }]);
  });

  test("foreign keys hold", async () => {
    const db = await open(await engine.create());
    await expect(db.userInfo.create({ data: { userId: 4711 } })).rejects.toMatchObject({ code: "P2003" });
  });
});

describe("a SQLite file", () => {
  test("is private, and made with its folders", async () => {
    const path = join(await temporaryFolder(), "new", "folders", "shop.db");
    await open(`file:${path}`);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test("is written safely on the connections that the client uses", async () => {
    const db = await open(await sqlite.create());
    await db.milestone.create({ data: { name: "any" } });
    expect(await db.$queryRaw`PRAGMA journal_mode`).toEqual([{ journal_mode: "wal" }]);
    // The second form is a SELECT, which runs on the connection for reading.
    for (const settings of [
      { synchronous: await db.$queryRaw`PRAGMA synchronous`, foreign: await db.$queryRaw`PRAGMA foreign_keys` },
      {
        synchronous: await db.$queryRaw`SELECT synchronous FROM pragma_synchronous`,
        foreign: await db.$queryRaw`SELECT foreign_keys FROM pragma_foreign_keys`,
      },
    ]) {
      expect(settings).toEqual({ synchronous: [{ synchronous: 2n }], foreign: [{ foreign_keys: 1n }] });
    }
    expect(await db.$queryRaw`PRAGMA busy_timeout`).toEqual([{ timeout: 0n }]);
    expect(await db.$queryRaw`SELECT timeout FROM pragma_busy_timeout`).toEqual([{ timeout: 0n }]);
  });

  test("loses nothing that is written after a commit that failed", async () => {
    const url = await sqlite.create();
    const db = await open(url);
    const failing = db.$transaction(async (tx) => {
      await tx.$executeRaw`PRAGMA defer_foreign_keys=ON`;
      await tx.userInfo.create({ data: { userId: 4711 } });
    });
    await expect(failing).rejects.toThrow();
    await db.milestone.create({ data: { name: "single" } });
    await db.$transaction([db.milestone.create({ data: { name: "in a transaction" } })]);
    expect(await db.milestone.count()).toBe(2);
    await db.$disconnect();
    expect(await (await open(url)).milestone.count()).toBe(2);
  });

  test("that can't be used is refused in a sentence", async () => {
    const folder = await temporaryFolder();
    const fail = (path: string) => openDatabase({ databaseUrl: `file:${path}` });
    await mkdir(join(folder, "folder.db"));
    await writeFile(join(folder, "text.db"), "not a database, and longer than SQLite's header is. ".repeat(40));
    await expect(fail(join(folder, "folder.db"))).rejects.toThrow(/^The database .* is a folder, not a file\.$/);
    await expect(fail(join(folder, "text.db"))).rejects.toThrow(/^The database .* is not a SQLite database file\.$/);
    await expect(fail(join(folder, "text.db", "x.db"))).rejects.toThrow(/ is in a folder that is a file\.$/);
    await expect(fail("/proc/shop.db")).rejects.toThrow(DatabaseError);
  });
});
