import { readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canStartRedis, startRedis } from "../fixtures/redis.ts";
import { withService } from "../fixtures/service.ts";
import type { Answer } from "../fixtures/server.ts";
import type { Shop } from "../fixtures/process.ts";
import { ADMIN, ask, fleet, graphql, login, median, meEverywhere, PASSWORD, register, signUp } from "./fleet.ts";
import { logOf } from "../fixtures/process.ts";
import { createDatabase, postgresqlAnswers, type TestDatabase } from "../fixtures/postgresql.ts";
import { freshIp } from "../fixtures/fresh.ts";

/** Longer than the grace in which a refresh token that was replaced still works. */
const GRACE_OVER_MS = 10_300;
/** The promise is 100 ms; the rest is what a busy machine may take. */
const SEEN_MS = 5000;

const REFRESH = "mutation ($token: String!) { refreshSession(refreshToken: $token) { accessToken refreshToken } }";
const UPDATE_USER = "mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { isActive } }";
const CODE_LOGIN = `mutation ($email: String!, $code: String!) {
  loginWithCode(input: { email: $email, code: $code }) { accessToken } }`;

const there = canStartRedis() && (await postgresqlAnswers());

withService(there, "three processes on one PostgreSQL and one Redis", "needs PostgreSQL and redis-server", () => {
  const cleanup = fleet();
  let database: TestDatabase;
  let folder: string;
  let shops: readonly [Shop, Shop, Shop];
  const [first, second, third] = [0, 1, 2].map((index) => () => shops[index]?.url ?? "") as [
    () => string,
    () => string,
    () => string,
  ];

  beforeAll(async () => {
    database = await createDatabase();
    cleanup.add(() => database.drop());
    const redis = await startRedis();
    cleanup.add(() => redis.remove());
    folder = await cleanup.folder();
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      DATA_DIR: folder,
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
    };
    shops = await Promise.all([cleanup.open(env), cleanup.open(env), cleanup.open(env)]);
  });
  afterAll(cleanup.run);

  it("set up an empty database once, and sign with one key", async () => {
    const said = shops.flatMap((shop) => logOf(shop).map(({ msg }) => msg));
    expect(said.sort()).toEqual(["the administrator has been made", "the demo catalogue has been loaded"]);
    expect((await readdir(folder)).filter((name) => name.includes("jwt-key"))).toEqual(["jwt-key.pem"]);
    const [[migrations, names] = []] = await database.rows(
      `SELECT count(*)::int, count(DISTINCT migration_name)::int FROM _prisma_migrations WHERE finished_at IS NOT NULL`,
    );
    expect(migrations).toBe(names);
    expect(migrations).toBe((await database.rows("SELECT 1 FROM _prisma_migrations")).length);
    expect(await database.rows(`SELECT "email" FROM "User"`)).toEqual([[ADMIN.email]]);
    const counts = await Promise.all(shops.map(({ url }) => graphql(url, "{ products(first: 1) { totalCount } }")));
    const [[stored] = []] = await database.rows(`SELECT count(*)::int FROM "Product"`);
    expect(stored).toBeGreaterThan(20);
    for (const { json } of counts) expect(json.data.products.totalCount).toBe(stored);
    for (const { stderr } of shops) expect(stderr()).toBe("");
  });

  describe.concurrent("sessions", () => {
    it("a session made at one holds at the others, and ends everywhere with its logout", async () => {
      const { accessToken } = await signUp(first(), "logout@example.com");
      expect(await meEverywhere(shops, accessToken)).toEqual([200, 200, 200]);
      const { json } = await graphql(second(), "mutation { logout }", {}, accessToken);
      expect(json.data).toEqual({ logout: true });
      expect(await meEverywhere(shops, accessToken)).toEqual([401, 401, 401]);
    });

    it("the envelope's cookie holds at the others", async () => {
      await register(first(), "cookie@example.com");
      const body = { account: "cookie@example.com", password: PASSWORD };
      const { headers } = await ask(`${second()}/users/login`, { body });
      const cookie = headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
      const current = async (url: string): Promise<number> =>
        (await fetch(`${url}/api/users/current`, { headers: { cookie, "x-forwarded-for": freshIp() } })).status;
      expect(await current(third())).toBe(200);
      expect((await fetch(`${first()}/users/logout`, { headers: { cookie } })).status).toBe(200);
      expect(await Promise.all([current(first()), current(second()), current(third())])).toEqual([401, 401, 401]);
    });

    it.each([
      ["deleted", "mutation ($id: ID!) { deleteUser(id: $id) }", {}],
      ["disabled", UPDATE_USER, { input: { isActive: false } }],
      ["given another password", UPDATE_USER, { input: { password: "another horse" } }],
    ])("every session of an account that is %s ends everywhere", async (what, mutation, variables) => {
      const owner = await login(third(), ADMIN.email, ADMIN.password);
      const email = `${what.replaceAll(" ", "-")}@example.com`;
      const { accessToken, user } = await signUp(first(), email);
      const { accessToken: other } = await login(second(), email);
      expect(await meEverywhere(shops, accessToken)).toEqual([200, 200, 200]);
      const { json } = await graphql(third(), mutation, { id: user.id, ...variables }, owner.accessToken);
      expect(json.errors).toBeUndefined();
      const statuses = [...(await meEverywhere(shops, accessToken)), ...(await meEverywhere(shops, other))];
      for (const status of statuses) expect(status).toBeOneOf([401, 403]);
    });

    it("refresh tokens rotate across processes; within the grace any of them takes the old one", async () => {
      const { refreshToken } = await signUp(first(), "rotation@example.com");
      const tokens = [refreshToken];
      for (const url of [second(), third(), first(), second()]) {
        const { json } = await graphql(url, REFRESH, { token: tokens.at(-1) });
        tokens.push(json.data.refreshSession.refreshToken);
        expect(await meEverywhere(shops, json.data.refreshSession.accessToken)).toEqual([200, 200, 200]);
      }
      expect(new Set(tokens).size).toBe(tokens.length);
      const token = tokens.at(-1);
      const together = await Promise.all(shops.map(({ url }) => graphql(url, REFRESH, { token })));
      for (const { json } of together) {
        expect(await meEverywhere(shops, json.data.refreshSession.accessToken)).toEqual([200, 200, 200]);
      }
    });

    it("an old refresh token at another process, after its grace, ends the session everywhere", async () => {
      const { refreshToken: token } = await signUp(first(), "theft@example.com");
      const { json } = await graphql(second(), REFRESH, { token });
      const { accessToken } = json.data.refreshSession;
      await sleep(GRACE_OVER_MS);
      expect(await meEverywhere(shops, accessToken)).toEqual([200, 200, 200]);
      const { json: theft } = await graphql(third(), REFRESH, { token });
      expect(theft.errors[0].extensions.code).toBe("REFRESH_REJECTED");
      expect(await meEverywhere(shops, accessToken)).toEqual([401, 401, 401]);
    });

    it("a code asked for at one is redeemed at another, once among all of them", async () => {
      const email = "code@example.com";
      await register(first(), email);
      const asked = await ask(`${first()}/users/send_verification_code_by_email`, { body: { email } });
      expect(asked.status).toBe(200);
      // Not as a proxy would ask: the page is for this machine alone.
      const mails = await (await fetch(`${first()}/dev/mail.json`)).json();
      const mail = mails.find(({ to }: { to: string }) => to === email);
      const code = /\b\d{6}\b/.exec(mail.text)?.[0];
      const tries = Array.from({ length: 6 }, (_, turn) => [second(), third(), first()][turn % 3] ?? "");
      const answers = await Promise.all(tries.map((url) => graphql(url, CODE_LOGIN, { email, code })));
      const won = answers.filter(({ json }) => json.data);
      expect(won).toHaveLength(1);
      for (const { json } of answers) {
        if (json.errors) expect(json.errors[0].extensions.code).toBe("CODE_REJECTED");
      }
      expect(await meEverywhere(shops, won[0]?.json.data.loginWithCode.accessToken)).toEqual([200, 200, 200]);
    });
  });

  it("limits are exact over all: ten of sixty parallel logins, at three doors of three processes", async () => {
    await register(first(), "limit@example.com");
    const from = freshIp();
    const doors = [
      (url: string) =>
        ask(`${url}/api/users/login`, { from, body: { email: "limit@example.com", password: PASSWORD } }),
      (url: string) => ask(`${url}/users/login`, { from, body: { account: "limit@example.com", password: PASSWORD } }),
      (url: string) =>
        ask(`${url}/api/v2/sessions`, { from, body: { account: "limit@example.com", password: PASSWORD } }),
    ];
    const tries = Array.from({ length: 60 }, (_, turn) => {
      const shop = shops[turn % 3];
      const door = doors[Math.floor(turn / 3) % 3];
      if (!shop || !door) throw new Error("Nowhere to go");
      return door(shop.url);
    });
    const answers = await Promise.all(tries);
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(10);
    expect(refused).toHaveLength(50);
    for (const { headers } of refused) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("a write at one is read at the others at once, however warm their caches", async () => {
    const { accessToken: token } = await login(first(), ADMIN.email, ADMIN.password);
    const waits: number[] = [];
    const seen = async (url: string, is: (answer: Answer) => boolean): Promise<void> => {
      const began = performance.now();
      while (!is(await ask(url))) expect(performance.now() - began).toBeLessThan(30_000);
      waits.push(performance.now() - began);
    };
    /** Reads until it is in the cache, writes at the first process, and waits until both others show it. */
    const round = async (path: string, write: () => Promise<Answer>, shows: (answer: Answer) => boolean) => {
      const urls = [second(), third()].map((url) => url + path);
      for (const url of [...urls, ...urls, ...urls]) expect(shows(await ask(url))).toBe(false);
      const { status, text } = await write();
      expect(status, text).toBe(200);
      await Promise.all(urls.map((url) => seen(url, shows)));
    };
    for (let turn = 0; turn < 3; turn += 1) {
      const body = (stock: number) => ({ name: `Seen ${turn}`, price: 1.25, category: `Seen ${turn}`, stock });
      let id = 0;
      await round(
        `/api/products?category=Seen%20${turn}`,
        async () => {
          const answer = await ask(`${first()}/api/products`, { body: body(1), token });
          id = answer.json.data.id;
          return answer;
        },
        ({ json }) => json.data.total === 1,
      );
      await round(
        `/api/products/${id}`,
        () => ask(`${first()}/api/products/${id}`, { method: "PUT", body: body(2), token }),
        ({ json }) => json.data.stock === 2,
      );
      const update = `mutation { updateProduct(id: ${id}, input: { quantity: 3 }) { id } }`;
      await round(
        `/api/products/product/${id}`,
        () => graphql(first(), update, {}, token),
        ({ json }) => json.quantity === 3,
      );
      await round(
        `/api/v2/products/${id}`,
        () => graphql(first(), `mutation { deleteProduct(id: ${id}) }`, {}, token),
        ({ status }) => status === 404,
      );
    }
    const worst = Math.max(...waits);
    console.info(
      `A write is seen elsewhere after ${median(waits).toFixed(1)} ms (median), ${worst.toFixed(1)} at worst`,
    );
    expect(worst).toBeLessThan(SEEN_MS);
  });

  it("300 reads at three processes are 300 views", async () => {
    const [[newest, before] = []] = await database.rows(
      `SELECT "id", "views" FROM "Product" ORDER BY "id" DESC LIMIT 1`,
    );
    const id = Number(newest);
    const grown = async (): Promise<number> => {
      const [[views] = []] = await database.rows(`SELECT "views" FROM "Product" WHERE "id" = ${id}`);
      return Number(views) - Number(before);
    };
    const paths = [`/api/products/product/${id}`, `/api/products/${id}`, `/api/v2/products/${id}`];
    for (let turn = 0; turn < 300; turn += 30) {
      const reads = Array.from({ length: 30 }, (_, i) => ask(`${shops[i % 3]?.url}${paths[Math.floor(i / 3) % 3]}`));
      for (const { status } of await Promise.all(reads)) expect(status).toBe(200);
    }
    await expect.poll(grown, { timeout: 120_000, interval: 100 }).toBe(300);
    await sleep(1500);
    expect(await grown()).toBe(300);
  });
});
