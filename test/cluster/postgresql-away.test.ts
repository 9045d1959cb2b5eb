import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withService } from "../fixtures/service.ts";
import type { Shop } from "../fixtures/process.ts";
import { ask, fleet, graphql, login, PASSWORD, signUp, register } from "./fleet.ts";
import { logOf } from "../fixtures/process.ts";
import { type Act, acts, flawOf503, load, longest, type Note, tally } from "./load.ts";
import { type Line, lineTo } from "../fixtures/line.ts";
import { createDatabase, postgresqlAnswers, type TestDatabase } from "../fixtures/postgresql.ts";

const CLIENTS = 16;
/** When nothing comes back: longer than any query or connection may take. */
const AWAY_MS = { cut: 2000, hanging: 12_000 };
/** How soon 503 has to come: at once when connections break; when nothing comes back, after a query's or a connection's time. */
const ANSWER_MS = { cut: 10_000, hanging: 20_000 };
/** A list may have to wait for views to be written, and then for itself. */
const READ_MS = { cut: 10_000, hanging: 30_000 };
/** PostgreSQL ends statements that take too long by itself, but not those that it has never heard of. */
const QUERY_MS = 4000;
const RECOVERED_MS = 30_000;
/** What operators are promised. */
const EXIT_MS = 10_000;

withService(await postgresqlAnswers(), "PostgreSQL away", "needs PostgreSQL", () => {
  const cleanup = fleet();
  let database: TestDatabase;
  let line: Line;
  let shop: Shop;
  let all: readonly Act[];
  let token: string;

  beforeAll(async () => {
    database = await createDatabase();
    cleanup.add(() => database.drop());
    line = await lineTo(database.url);
    cleanup.add(() => line.close());
    shop = await cleanup.open({
      DATABASE_URL: `${line.url}?query_timeout=${QUERY_MS}`,
      DATA_DIR: await cleanup.folder(),
      // One account signs in again and again, from everywhere.
      RATE_LIMITS: "1000",
    });
    const { json } = await graphql(shop.url, "{ products(first: 1) { edges { node { id } } } }");
    // Of an account of its own: an account has a hundred sessions, and Ada begins more.
    ({ accessToken: token } = await signUp(shop.url, "grace@example.com"));
    await register(shop.url, "ada@example.com");
    const { id } = json.data.products.edges[0].node;
    await ask(`${shop.url}/api/products/product/${id}`);
    all = acts({ email: "ada@example.com", password: PASSWORD }, token, id);
  });
  afterAll(cleanup.run);

  it("connections that the server ends again and again: some answers are late or 503, none is 500", async () => {
    const { notes, stop } = load([shop], all, CLIENTS);
    let ended = 0;
    for (let turn = 0; turn < 8; turn += 1) {
      await sleep(300);
      ended += await database.endConnections();
    }
    await stop();
    expect(ended).toBeGreaterThan(8);
    console.info(
      `${ended} connections ended during ${notes.length} requests, ${unavailable(notes).length} answered 503`,
    );
    expect(failures(notes)).toEqual({});
    expect(unavailable(notes).flatMap((note) => flawOf503(note) ?? [])).toEqual([]);
    await recovered();
  });

  it.each([
    { how: "cut", away: () => line.cut() },
    { how: "hanging", away: () => line.hang() },
  ] as const)(
    "a line that is $how: 503 within bounded time, and all comes back by itself",
    { timeout: 120_000 },
    async ({ how, away }) => {
      const { notes, stop } = load([shop], all, CLIENTS);
      await sleep(800);
      const gone = performance.now();
      away();
      await sleep(1500);
      const { status, headers, json } = await ask(`${shop.url}/health/ready`);
      expect(status).toBe(503);
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
      expect(json).toEqual({ status: "unavailable", database: "unavailable", store: "ok" });
      expect((await ask(`${shop.url}/health/live`)).status).toBe(200);
      await sleep(AWAY_MS[how]);
      const here = performance.now();
      line.restore();
      const readyMs = await recovered();
      await stop();
      const during = notes.filter(({ from }) => from > gone && from < here);
      console.info(
        `PostgreSQL ${how}: ${notes.length} requests, ${during.length} begun meanwhile, ${unavailable(during).length} ` +
          `answered 503, the latest after ${longest(unavailable(during))} ms; ready again after ${readyMs} ms`,
      );
      expect(failures(notes)).toEqual({});
      expect(unavailable(during).length).toBeGreaterThan(CLIENTS / 2);
      expect(unavailable(during).flatMap((note) => flawOf503(note) ?? [])).toEqual([]);
      expect(longest(during.filter(({ act }) => !act.isPublic))).toBeLessThan(ANSWER_MS[how]);
      expect(longest(during)).toBeLessThan(READ_MS[how]);
    },
  );

  it("SIGTERM while nothing comes back ends the process all the same", async () => {
    line.hang();
    const began = performance.now();
    shop.child.kill("SIGTERM");
    expect(await shop.exit).toEqual({ code: 1, signal: null });
    expect(performance.now() - began).toBeLessThan(EXIT_MS);
    expect(logOf(shop).at(-1)).toMatchObject({ msg: "could not close everything in time" });
  });

  async function recovered(): Promise<number> {
    const began = performance.now();
    expect(logOf(shop).map(({ msg }) => msg)).not.toContain("stopping");
    const ready = async (): Promise<number> => (await ask(`${shop.url}/health/ready`)).status;
    await expect.poll(ready, { timeout: RECOVERED_MS }).toBe(200);
    const ms = Math.round(performance.now() - began);
    await login(shop.url, "ada@example.com");
    expect((await ask(`${shop.url}/api/users/me`, { token })).status).toBe(200);
    expect(shop.child.exitCode).toBeNull();
    expect(shop.stderr()).toBe("");
    return ms;
  }
});

const unavailable = (notes: readonly Note[]): Note[] => notes.filter(({ answer }) => answer?.status === 503);

/** Answers that are neither what was asked for nor 503, with what the log says of them to whoever looks into it. */
const failures = (notes: readonly Note[]): ReturnType<typeof tally> =>
  tally(notes.filter(({ answer }) => ![200, 201, 400, 401, 404, 429, 503].includes(answer?.status ?? 0)));
