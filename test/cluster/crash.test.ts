import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { canStartRedis, startRedis } from "../fixtures/redis.ts";
import { withService } from "../fixtures/service.ts";
import type { Shop } from "../fixtures/process.ts";
import { ADMIN, ask, fleet, graphql, login, register } from "./fleet.ts";
import { createDatabase, postgresqlAnswers, type TestDatabase } from "../fixtures/postgresql.ts";

const PATIENCE_MS = 60_000;
/** Each client's at most, so that the load ends whatever happens. */
const MOST = 500;
/** A process that dies with a batch of views keeps the others from writing for 15 seconds. */
const LEASE_OVER_MS = 18_000;

const CREATE = "mutation ($input: CreateProductInput!) { createProduct(input: $input) { id } }";
const UPDATE = "mutation ($id: ID!, $quantity: Int!) { updateProduct(id: $id, input: { quantity: $quantity }) { id } }";

const there = canStartRedis() && (await postgresqlAnswers());

withService(there, "one of two processes dies by kill -9 under load", "needs PostgreSQL and redis-server", () => {
  const cleanup = fleet();
  let database: TestDatabase;
  let shops: readonly [Shop, Shop];

  beforeAll(async () => {
    database = await createDatabase();
    cleanup.add(() => database.drop());
    const redis = await startRedis();
    cleanup.add(() => redis.remove());
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      DATA_DIR: await cleanup.folder(),
      RATE_LIMITS: "off",
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
    };
    shops = await Promise.all([cleanup.open(env), cleanup.open(env)]);
  });
  afterAll(cleanup.run);

  it(
    "what either has acknowledged is there, the other goes on, and no view counts twice",
    { timeout: 120_000 },
    async () => {
      const [doomed, other] = shops;
      const { accessToken: token } = await login(other.url, ADMIN.email, ADMIN.password);
      const made = await graphql(other.url, CREATE, { input: { name: "Viewed", price: 1, quantity: 0 } }, token);
      const viewed = Number(made.json.data.createProduct.id);
      const emails: string[] = [];
      const names: string[] = [];
      const views = { sent: 0, answeredByOther: 0 };
      let quantity = 0;
      let killedAt = Number.POSITIVE_INFINITY;
      let afterwards = 0;
      let going = true;

      /** Does something again and again, and notes it when it was acknowledged. */
      const client = async (shop: Shop, act: (turn: number) => Promise<boolean>): Promise<void> => {
        for (let turn = 0; going && turn < MOST; turn += 1) {
          const began = performance.now();
          const done = await act(turn).catch((error: unknown) => {
            if (shop === other) throw error;
            return undefined;
          });
          // A process that has died answers nobody, but the other one has to.
          if (shop === other) expect(done).toBe(true);
          if (done === undefined) return;
          if (began > killedAt) afterwards += 1;
        }
      };
      const clients = shops.flatMap((shop, which) => [
        client(shop, async (turn) => {
          const email = `customer${which}-${turn}@example.com`;
          const { status } = await register(shop.url, email);
          if (status === 200) emails.push(email);
          return status === 200;
        }),
        client(shop, async (turn) => {
          const name = `Kept ${which}-${turn}`;
          const { json } = await graphql(shop.url, CREATE, { input: { name, price: 1 } }, token);
          if (json.data) names.push(name);
          return Boolean(json.data);
        }),
        client(shop, async () => {
          views.sent += 1;
          const { status } = await ask(`${shop.url}/api/products/${viewed}`);
          if (shop === other && status === 200) views.answeredByOther += 1;
          return status === 200;
        }),
      ]);
      // Only the one that is to die changes this product, so that its last acknowledged change is known.
      clients.push(
        client(doomed, async (turn) => {
          const { json } = await graphql(doomed.url, UPDATE, { id: viewed, quantity: turn + 1 }, token);
          if (json.data) quantity = turn + 1;
          return Boolean(json.data);
        }),
      );
      const ofTheDoomed = (): number => emails.filter((email) => email.startsWith("customer0")).length;
      await expect.poll(ofTheDoomed, { timeout: PATIENCE_MS }).toBeGreaterThan(1);
      doomed.child.kill("SIGKILL");
      expect(await doomed.exit).toEqual({ code: null, signal: "SIGKILL" });
      killedAt = performance.now();
      // The other one goes on: whatever it is asked for from now on, it does.
      await expect.poll(() => afterwards, { timeout: PATIENCE_MS }).toBeGreaterThan(20);
      going = false;
      await Promise.all(clients);

      expect(names.some((name) => name.startsWith("Kept 0"))).toBe(true);
      expect(quantity).toBeGreaterThan(0);
      const stored = async (sql: string): Promise<unknown[]> => (await database.rows(sql)).flat();
      expect(await stored(`SELECT "email" FROM "User"`)).toEqual(expect.arrayContaining(emails));
      expect(await stored(`SELECT "name" FROM "Product"`)).toEqual(expect.arrayContaining(names));
      const { json: read } = await ask(`${other.url}/api/products/${viewed}`);
      // The change under way when it died may have been made, too.
      expect([quantity, quantity + 1]).toContain(read.data.stock);
      views.sent += 1;
      views.answeredByOther += 1;

      const counted = async (): Promise<number> =>
        Number((await stored(`SELECT "views" FROM "Product" WHERE "id" = ${viewed}`))[0]);
      await expect
        .poll(counted, { timeout: LEASE_OVER_MS, interval: 200 })
        .toBeGreaterThanOrEqual(views.answeredByOther);
      await sleep(1500);
      const total = await counted();
      console.info(
        `${emails.length} registrations and ${names.length} products acknowledged, none lost; ` +
          `${total} of ${views.sent} views counted (${views.answeredByOther} by the one that lives)`,
      );
      expect(total).toBeLessThanOrEqual(views.sent);
      expect(other.stderr()).toBe("");
    },
  );
});
