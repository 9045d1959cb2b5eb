import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { lineTo } from "../fixtures/line.ts";
import { createDatabase, postgresqlAnswers, type TestDatabase } from "../fixtures/postgresql.ts";
import { CHEAP_HASHES, type Shop, SLOWLY, start, temporaryFolder } from "../fixtures/process.ts";
import { withService } from "../fixtures/service.ts";
import { eventually } from "../fixtures/waiting.ts";
import { me, productIds, register, send, signUp } from "../process/client.ts";
import { readiness } from "./support.ts";

const SILENT_MS = 5000;
/** How many times as long as with a database that answers the rest may take: a busy machine is slow at both. */
const BUSY = 5;

withService(await postgresqlAnswers(), "a PostgreSQL in trouble", "no PostgreSQL answers", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  const shopOn = async (url: string): Promise<Shop> =>
    start({ DATABASE_URL: url, DATA_DIR: await temporaryFolder(), ...CHEAP_HASHES });

  test("a locked table: who asks for it is told 503, everybody else is served", SLOWLY, async () => {
    const shop = await shopOn(database.url);
    const token = await signUp(shop.url, "ada@example.com", "correct horse");
    const ids = await productIds(shop.url);
    const other = await database.hold('LOCK TABLE "Product" IN ACCESS EXCLUSIVE MODE');
    onTestFinished(other.release);
    const products = ids.slice(0, 30).map((id) => send(`${shop.url}/api/products?limit=1&page=${Number(id) % 1000}`));
    for (let i = 0; i < 10; i += 1) expect((await me(shop.url, token)).status).toBe(200);
    expect((await register(shop.url, "grace@example.com", "correct horse")).status).toBe(200);
    for (const { status } of await Promise.all(products)) expect(status).toBe(503);
    await other.release();
    expect((await send(`${shop.url}/api/products?limit=1`)).status).toBe(200);
  });

  test("one that has gone silent: 503 in five seconds", SLOWLY, async () => {
    const line = await lineTo(database.url);
    onTestFinished(line.close);
    const shop = await shopOn(line.url);
    const newcomers = async (name: string): Promise<{ statuses: unknown; ms: number }> => {
      const began = performance.now();
      const asked = Array.from({ length: 30 }, (_, i) =>
        register(shop.url, `${name}${i}@example.com`, "correct horse"),
      );
      const statuses = new Set((await Promise.all(asked)).map(({ status }) => status));
      return { statuses: [...statuses], ms: performance.now() - began };
    };
    const before = await newcomers("early");
    expect(before.statuses).toEqual([200]);
    line.hang();
    const silent = await newcomers("late");
    expect(silent.statuses).toEqual([503]);
    expect(silent.ms).toBeLessThan(SILENT_MS + BUSY * before.ms);
    expect(await readiness(shop, 503)).toEqual(["database"]);
    line.restore();
    expect(await readiness(shop, 200)).toEqual([]);
  });

  test("one that takes no writes: 503 to whoever writes, and ready says so", SLOWLY, async () => {
    const shop = await shopOn(database.url);
    await database.setReadOnly(true);
    onTestFinished(() => database.setReadOnly(false));
    await database.endConnections();
    await eventually(async () => (await send(`${shop.url}/api/products?limit=1`)).status === 200, "reads go on");
    expect((await register(shop.url, "mei@example.com", "correct horse")).status).toBe(503);
    expect(await readiness(shop, 503)).toEqual(["database"]);
    await database.setReadOnly(false);
    await database.endConnections();
    expect(await readiness(shop, 200)).toEqual([]);
  });

  test("one that drops its connections again and again, under load: the process lives", SLOWLY, async () => {
    const shop = await shopOn(database.url);
    let busy = true;
    const clients = Array.from({ length: 8 }, async (_, client) => {
      for (let i = 0; busy; i += 1) {
        const { status } = await register(shop.url, `c${client}-${i}@example.com`, "correct horse");
        expect([200, 503]).toContain(status);
      }
    });
    for (let drop = 0; drop < 60; drop += 1) await database.endConnections();
    busy = false;
    await Promise.all(clients);
    expect(shop.child.exitCode).toBeNull();
    expect(await readiness(shop, 200)).toEqual([]);
  });
});
