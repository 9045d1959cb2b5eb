import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, expect, it } from "vitest";
import { freshIp } from "../fixtures/fresh.ts";
import { createDatabase, postgresqlAnswers } from "../fixtures/postgresql.ts";
import { end, type Shop, SLOWLY } from "../fixtures/process.ts";
import { canStartRedis, startRedis } from "../fixtures/redis.ts";
import { withService } from "../fixtures/service.ts";
import { ask, fleet, graphql } from "./fleet.ts";

/** The envelope contract's, for each client. */
const LIMIT = 100;
const WINDOW_MS = 60_000;

const cleanup = fleet();
afterEach(cleanup.run);

it("workers that answer again what they have kept count every answer once", SLOWLY, async () => {
  const folder = await cleanup.folder();
  const shop = await cleanup.open({ WORKERS: "2", DATA_DIR: folder });
  const { id, views } = await askAgainAndAgain([shop.url]);
  await stop(shop);
  const db = new Database(join(folder, "shop.db"), { readonly: true });
  cleanup.add(() => db.close());
  expect(db.prepare("SELECT views FROM Product WHERE id = ?").pluck().get(id)).toBe(views);
});

const there = canStartRedis() && (await postgresqlAnswers());
withService(there, "hosts on one PostgreSQL and one Redis", "needs PostgreSQL and redis-server", () => {
  it("count every answer once that they give again", SLOWLY, async () => {
    const database = await createDatabase();
    cleanup.add(() => database.drop());
    const redis = await startRedis();
    cleanup.add(() => redis.remove());
    const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, DATA_DIR: await cleanup.folder() };
    const shops = [await cleanup.open(env), await cleanup.open(env)];
    const { id, views } = await askAgainAndAgain(shops.map(({ url }) => url));
    for (const shop of shops) await stop(shop);
    expect(await database.rows(`SELECT "views" FROM "Product" WHERE "id" = ${id}`)).toEqual([[views]]);
  });
});

/** What is counted in memory is written when a server ends. */
async function stop(shop: Shop): Promise<void> {
  shop.child.kill("SIGTERM");
  expect(await end(shop)).toEqual({ code: 0, signal: null });
}

/**
 * Asks for one product by two doors, and by one of them from one address more often than that may.
 * @returns the product, and how many views it has to have in the end
 */
async function askAgainAndAgain(urls: readonly string[]): Promise<{ readonly id: number; readonly views: number }> {
  const [first = ""] = urls;
  const { json } = await graphql(first, "{ products(first: 1) { edges { node { id views } } } }");
  const { id, views } = json.data.products.edges[0].node;
  let answered = 0;
  const at = async (i: number, from: string) => {
    const answer = await ask(`${urls[i % urls.length]}/api/products/${id}`, { from });
    if (answer.status === 200) answered += 1;
    return answer;
  };
  const all = <T>(count: number, act: (i: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, i) => act(i)));
  // Each connection is another worker's turn.
  await all(20, (i) => at(i, freshIp()));

  for (let began = -Infinity; performance.now() - began > WINDOW_MS;) {
    began = performance.now();
    const from = freshIp();
    const answers = await all(LIMIT + 40, (i) => at(i, from));
    // Whatever came later counts in another window.
    if (performance.now() - began > WINDOW_MS) continue;
    const left = answers
      .filter(({ status }) => status === 200)
      .map(({ headers }) => headers.get("ratelimit-remaining"));
    expect(left.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: LIMIT }, (_, i) => i));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(40);
    break;
  }

  await all(50, async (i) => {
    const asked = await graphql(urls[i % urls.length] ?? "", `{ product(id: ${id}) { name } }`);
    if (asked.json.data?.product) answered += 1;
  });
  return { id: Number(id), views: views + answered };
}
