import { describe, expect, test } from "vitest";
import { PrismaPg } from "@prisma/adapter-pg";
import { engineOf, openDatabase } from "./open.ts";
import { POOL } from "./postgresql.ts";
import { engines, open, postgresql } from "./test-databases.ts";

describe.runIf(engines.includes(postgresql))("a PostgreSQL database", () => {
  test("ends queries that take too long, and says what it is", async () => {
    const db = await open(await postgresql.create());
    expect(await db.$queryRaw`SELECT current_setting('statement_timeout') AS value`).toEqual([{ value: "4s" }]);
    expect(engineOf(db)).toBe("postgresql");
  });

  test("survives the loss of its connections", async () => {
    const db = await open(await postgresql.create());
    await db.milestone.create({ data: { name: "before" } });
    const others = await Promise.allSettled(
      Array.from({ length: 4 }, () => db.$queryRaw`SELECT pg_sleep(0.3)::text, pg_terminate_backend(pg_backend_pid())`),
    );
    expect(others.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => "rejected"));
    expect(await db.milestone.count()).toBe(1);
  });

  test("hands out connections whose breaking ends no process, before Prisma listens", async () => {
    const url = new URL(await postgresql.create());
    const pool = await new PrismaPg({ connectionString: url.href, ...POOL }).connect();
    const client = await pool.underlyingDriver().connect();
    client.emit("error", new Error("the server has gone"));
    client.release(true);
    await pool.dispose();
  });

  test("may be one schema of a database", async () => {
    const url = await postgresql.create();
    const apart = await open(`${url}?schema=Shop_two`);
    await apart.milestone.create({ data: { name: "apart" } });
    expect(await apart.$queryRaw`SELECT "name" FROM "Milestone"`).toEqual([{ name: "apart" }]);
    const db = await open(url);
    expect(await db.milestone.count()).toBe(0);
    expect(await apart.milestone.count()).toBe(1);
  });

  test("that can't be used is refused in a sentence without the password", async () => {
    const url = new URL(await postgresql.create());
    url.pathname = "/nowhere";
    url.password = "secret";
    const missing = openDatabase({ databaseUrl: url.href });
    await expect(missing).rejects.toThrow(/^The PostgreSQL database \S+\/nowhere doesn't exist\.$/);
    const closed = openDatabase({ databaseUrl: "postgresql://user:secret@127.0.0.1:1/shop" });
    await expect(closed).rejects.toThrow("The PostgreSQL database 127.0.0.1:1/shop can't be reached.");
    const injected = openDatabase({ databaseUrl: `${url.href}?schema=a"%20-c%20b=` });
    await expect(injected).rejects.toThrow("DATABASE_URL's schema parameter is not a plain name.");
    await expect(openDatabase({ databaseUrl: "postgresql://:secret:" })).rejects.toThrow(
      "DATABASE_URL is not a valid postgresql:// address.",
    );
  });
});
