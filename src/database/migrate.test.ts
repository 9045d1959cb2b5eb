import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openDatabase } from "./open.ts";
import { MigrationError } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";
import { engines, open, opened, sqlite, temporaryFolder, type TestEngine } from "./test-databases.ts";

describe.for(engines)("migrations on $name", (engine) => {
  test("all are applied to an empty database, and none the second time", async () => {
    const url = await engine.create();
    const names = (await readMigrations(engine.migrations)).migrations.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(await engine.migrate(url, engine.migrations)).toEqual(names);
    expect(await engine.migrate(url, engine.migrations)).toEqual([]);
  });

  test("they lead to exactly the tables of schema.prisma", async () => {
    const url = await engine.create();
    const db = await open(url);
    expect(await engine.drift(url)).toBeUndefined();
    await db.$executeRaw`DROP INDEX "Product_price_id_idx"`;
    expect(await engine.drift(url)).toContain("Product_price_id_idx");
  });

  test("each is applied once when several start at once", async () => {
    const url = await engine.create();
    const folder = await copyWith(engine, { "99990101000000_note": note("first") });
    const applied = await Promise.all(Array.from({ length: 4 }, () => engine.migrate(url, folder)));
    const names = (await readMigrations(folder)).migrations.map(({ name }) => name);
    expect(applied.flat().sort()).toEqual(names);
  });

  test("one that fails is named, leaves nothing behind, and can be mended", async () => {
    const url = await engine.create();
    const broken = { "99990101000000_half": "CREATE TABLE half (a INTEGER);\nSELECT wrong FROM nowhere;" };
    const failing = engine.migrate(url, await copyWith(engine, broken));
    await expect(failing).rejects.toThrow(MigrationError);
    await expect(failing).rejects.toThrow(/^Migration 99990101000000_half failed and was undone: .*nowhere/);
    const mended = { "99990101000000_half": `CREATE TABLE half (a INTEGER);\n${note("mended")}` };
    const db = await opened(engine.open(url, await copyWith(engine, mended)));
    expect(await db.milestone.findMany()).toMatchObject([{ name: "mended" }]);
  });

  test("one that was changed after it had been applied is named", async () => {
    const url = await engine.create();
    await engine.migrate(url, await copyWith(engine, { "99990101000000_note": note("first") }));
    const changed = engine.migrate(url, await copyWith(engine, { "99990101000000_note": note("second") }));
    await expect(changed).rejects.toThrow(/^Migration 99990101000000_note was changed after/);
  });

  test("line ends may change", async () => {
    const url = await engine.create();
    await engine.migrate(url, await copyWith(engine, { "99990101000000_note": `-- a note\n${note("first")}` }));
    const windows = await copyWith(engine, { "99990101000000_note": `-- a note\r\n${note("first")}` });
    expect(await engine.migrate(url, windows)).toEqual([]);
  });

  test("a database of a newer version is refused, by name and in a sentence", async () => {
    const url = await engine.create();
    await engine.migrate(url, await copyWith(engine, { "99990101000000_future": note("first") }));
    await expect(openDatabase({ databaseUrl: url })).rejects.toMatchObject({
      name: "DatabaseError",
      message: expect.stringMatching(/^Migration 99990101000000_future was applied to this database, but isn/),
    });
  });

  test("a database with tables of something else is left alone", async () => {
    const url = await engine.create();
    const db = await open(url);
    await db.$executeRaw`DROP TABLE "_prisma_migrations"`;
    await expect(openDatabase({ databaseUrl: url })).rejects.toThrow(/database schema is not empty/);
    expect(await db.milestone.count()).toBe(0);
  });

  test("accounts of earlier releases get a credential stamp each, and deleted ones lose what tells who they were", async () => {
    const url = await engine.create();
    const before = await copyWith(engine, {});
    for (const { name } of (await readMigrations(before)).migrations) {
      if (name >= "20261121144648") await rm(join(before, name), { recursive: true });
    }
    await engine.migrate(url, before);
    const adapter = await opened(engine.open(url, before));
    const user = (id: number, deletedAt: string) =>
      `INSERT INTO "User" ("id", "email", "username", "searchKey", "passwordHash", "phone", "updatedAt", "deletedAt")
       VALUES (${id}, 'e${id}', 'u${id}', '', 'hash', '123', '2026-01-01T00:00:00.000+00:00', ${deletedAt})`;
    for (const [id, deletedAt] of [
      [1, "NULL"],
      [2, "NULL"],
      [3, "'2026-01-02T00:00:00.000+00:00'"],
    ] as const) {
      await adapter.$executeRawUnsafe(user(id, deletedAt));
      await adapter.$executeRawUnsafe(`INSERT INTO "UserInfo" ("userId", "firstName") VALUES (${id}, 'N')`);
    }
    const db = await open(url);
    const [one, two, gone] = await db.user.findMany({ include: { info: true }, orderBy: { id: "asc" } });
    expect(one).toMatchObject({ email: "e1", passwordHash: "hash", phone: "123", info: { firstName: "N" } });
    expect(one?.credentialStamp).toMatch(/^[0-9a-f-]{32,36}$/);
    expect(one?.credentialStamp).not.toBe(two?.credentialStamp);
    expect(one?.phoneSince).toEqual(one?.createdAt);
    expect(gone).toMatchObject({ email: "", username: "", passwordHash: null, phone: null, info: null });
  });

  test("a text with semicolons and quotes arrives as it is", async () => {
    const url = await engine.create();
    const db = await opened(engine.open(url, await copyWith(engine, { "99990101000000_note": note("a;b''c") })));
    expect(await db.milestone.findMany()).toMatchObject([{ name: "a;b'c" }]);
  });
});

describe("migrations on SQLite", () => {
  test("may make a table anew without losing the rows that refer to it, nor leaving some that refer to nothing", async () => {
    const url = await sqlite.create();
    await sqlite.migrate(url, sqlite.migrations);
    const db = await open(url);
    const names = { email: "a@b", username: "a", searchKey: "a", passwordHash: "-" };
    await db.user.create({ data: { ...names, info: { create: { firstName: "A" } } } });
    // As the schema engine writes it for a change that SQLite has no statement for.
    const anew = `PRAGMA defer_foreign_keys=ON; PRAGMA foreign_keys=OFF;
      CREATE TABLE "new_User" AS SELECT * FROM "User"; DROP TABLE "User";
      CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT); INSERT INTO "User" SELECT "id" FROM "new_User";
      DROP TABLE "new_User"; PRAGMA foreign_keys=ON; PRAGMA defer_foreign_keys=OFF;`;
    await sqlite.migrate(url, await copyWith(sqlite, { "99990101000000_anew": anew }));
    expect(await db.userInfo.count()).toBe(1);
    const orphans = { "99990101000000_anew": anew, "99990102000000_orphans": 'DELETE FROM "User";' };
    await expect(sqlite.migrate(url, await copyWith(sqlite, orphans))).rejects.toThrow("99990102000000_orphans failed");
  });

  test("are applied while a running server reads and writes", async () => {
    const url = await sqlite.create();
    const db = await open(url);
    await db.milestone.create({ data: { name: "before" } });
    await sqlite.migrate(url, await copyWith(sqlite, { "99990101000000_note": note("between") }));
    await db.milestone.create({ data: { name: "after" } });
    expect(await db.milestone.count()).toBe(3);
  });

  test("that can't be found are an error, not an empty database", async () => {
    const url = await sqlite.create();
    await expect(sqlite.open(url, join(await temporaryFolder(), "none"))).rejects.toThrow(/ENOENT/);
    await expect(sqlite.open(url, await temporaryFolder())).rejects.toThrow(/no migrations in/);
  });
});

function note(name: string): string {
  return `INSERT INTO "Milestone" ("name") VALUES ('${name}');`;
}

/** A folder with the real migrations and some more. */
async function copyWith(engine: TestEngine, more: Record<string, string>): Promise<string> {
  const folder = join(await temporaryFolder(), "migrations");
  await cp(engine.migrations, folder, { recursive: true });
  for (const [name, sql] of Object.entries(more)) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "migration.sql"), sql);
  }
  return folder;
}
