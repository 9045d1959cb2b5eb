import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { startServer } from "../fixtures/server.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { type ContractRoute, nameOf, nowhere, routes } from "./routes.ts";
import {
  type Envelope,
  envelopeOf,
  envelopeServer,
  failure,
  type Member,
  said,
  tally,
  UNAUTHORIZED,
} from "./support.ts";

const TOO_MANY = failure(429, "请求过于频繁");
const MINUTE = 60_000;
const many = <T>(count: number, act: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => act(n)));
const withinAMinute = (seconds: number): boolean => seconds >= 1 && seconds <= 60;
const wrongLogin = (shop: Envelope) => shop.login(freshEmail(), "wrong password");

describe("with RATE_LIMITS on", () => {
  const shop = envelopeServer({ RATE_LIMITS: "on" });
  let administrator: Member;
  /** Every limit is whole again, but for those of a day. */
  const anew = async () => {
    shop.server.advance(60 * MINUTE);
    administrator = await shop.administrator();
    shop.server.advance(MINUTE + 1000);
  };
  beforeEach(anew);

  /** A request that counts: of the right form, by somebody who may, and to a mailbox whose own limits are whole. */
  const ask = (route: Omit<ContractRoute, "limit">, { token } = administrator) => {
    const body = route.body && { ...route.body, ...("email" in route.body && { email: freshEmail() }) };
    const path = nowhere(route).replace("{product_name}", "tea");
    return shop.call(route.method, path, { body, ...(route.needs !== "nobody" && { token }) });
  };

  it(
    "every limit is kept, for all at once as well, and opens after a minute [envelope * RATE_LIMITED]",
    { timeout: 300_000 },
    async () => {
      for (const { limit, ...route } of routes) {
        if (limit === null) continue;
        await anew();
        const first = await ask(route);
        expect(first.status, nameOf(route)).not.toBe(429);
        expect(first.headers.get("ratelimit-limit")).toBe(String(limit));
        expect(first.headers.get("ratelimit-remaining")).toBe(String(limit - 1));
        expect(Number(first.headers.get("ratelimit-reset"))).toSatisfy(withinAMinute);

        const rest = await many(limit + 4, () => ask(route));
        expect(
          rest.filter(({ status }) => status !== 429),
          nameOf(route),
        ).toHaveLength(limit - 1);
        for (const answer of rest.filter(({ status }) => status === 429)) {
          expect(said(answer)).toBe(TOO_MANY);
          expect(answer.headers.get("ratelimit-remaining")).toBe("0");
          expect(answer.headers.get("ratelimit-reset")).toBe(answer.headers.get("retry-after"));
          expect(Number(answer.headers.get("retry-after"))).toSatisfy(withinAMinute);
        }
        shop.server.advance(MINUTE + 1000);
        expect((await ask(route)).status, nameOf(route)).not.toBe(429);
      }
    },
  );

  it("a refused try does not make the wait any longer", async () => {
    await many(10, () => wrongLogin(shop));
    shop.server.advance(40_000);
    expect(said(await wrongLogin(shop))).toBe(TOO_MANY);
    shop.server.advance(21_000);
    expect((await wrongLogin(shop)).status).toBe(401);
  });

  it("right and wrong passwords count alike, and the right one is refused as well", async () => {
    const { email, password } = administrator;
    await many(5, () => wrongLogin(shop));
    const right = await many(6, () => shop.login(email, password));
    expect(tally(right)).toEqual({ 200: 5, [TOO_MANY]: 1 });
  });

  it("ten logins through GraphQL, here and the bearer contract together are ten", async () => {
    const { email, password } = administrator;
    const query = "mutation ($input: LoginInput!) { login(input: $input) { expiresAt } }";
    const graphql = () => shop.server.graphql(query, { input: { account: email, password } });
    const bearer = () => shop.server.send("POST", "/api/users/login", { body: { email, password } });
    const login = () => shop.login(email, password);
    for (const act of [graphql, bearer, login, graphql, bearer, login, graphql, bearer, login]) {
      expect((await act()).status).toBe(200);
    }
    const last = await Promise.all([graphql(), bearer(), login(), login(), bearer()]);
    const codes = last.map((answer) => ("errors" in answer && answer.errors ? 429 : answer.status));
    expect(codes.toSorted()).toEqual([200, 429, 429, 429, 429]);
    expect((await graphql()).errors?.[0]?.extensions).toMatchObject({ code: "RATE_LIMITED" });
    expect((await bearer()).status).toBe(429);
    expect(said(await login())).toBe(TOO_MANY);
  });

  it("administrators are counted one by one, wherever they come from", async () => {
    const other = await shop.administrator();
    shop.server.advance(MINUTE + 1000);
    const remove = ({ token }: Member) => shop.call("DELETE", "/api/products/999999", { token });
    expect((await many(21, () => remove(administrator))).filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await remove(other)).status).toBe(404);
  });

  it("PUT and PATCH of accounts are one act", async () => {
    const call = { token: administrator.token, body: { phone: "1" } };
    for (let n = 0; n < 20; n += 1) await shop.call("PATCH", "/api/users/999999", call);
    const put = routes.find(({ method, template }) => method === "PUT" && template.startsWith("/api/users"));
    if (put) expect(said(await ask(put))).toBe(TOO_MANY);
  });

  it("whoever may not is told so instead of being counted", async () => {
    const member = await shop.member();
    const path = "/api/products/999999";
    await many(25, () => shop.call("DELETE", path)).then((all) => expect(tally(all)).toEqual({ [UNAUTHORIZED]: 25 }));
    const refused = await many(25, () => shop.call("DELETE", path, { token: member.token }));
    expect(refused.map(({ status }) => status)).toEqual(Array.from({ length: 25 }, () => 403));
  });

  it("logging out is never held up", async () => {
    const answers = await many(120, () => shop.call("GET", "/users/logout"));
    expect(tally(answers)).toEqual({ [UNAUTHORIZED]: 120 });
  });

  it("an address that a client makes up counts for the socket's", async () => {
    const answers = await many(12, (n) => {
      const headers = { "x-forwarded-for": `203.0.113.${n}`, forwarded: `for=203.0.113.${n}` };
      return shop.call("POST", "/users/login", { body: { account: "a", password: "b" }, headers });
    });
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
  });
});

describe("behind a trusted proxy", () => {
  const shop = envelopeServer({ RATE_LIMITS: "on", TRUST_PROXY: "1" });
  const from = (address: string) =>
    shop.call("POST", "/users/login", {
      body: { account: "a", password: "b" },
      headers: { "x-forwarded-for": address },
    });

  it("each client address has a limit of its own", async () => {
    expect((await many(11, () => from("203.0.113.1"))).filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await from("203.0.113.2")).status).toBe(401);
    expect((await from("203.0.113.2, 203.0.113.1")).status).toBe(429);
  });
});

describe("with RATE_LIMITS=3", () => {
  const shop = envelopeServer({ RATE_LIMITS: "3" });

  it("every limit is three times as high", async () => {
    const answers = await many(35, () => wrongLogin(shop));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
    expect(answers[0]?.headers.get("ratelimit-limit")).toBe("30");
  });
});

describe("with RATE_LIMITS off", () => {
  const shop = envelopeServer();

  it("nothing is counted", async () => {
    const answers = await many(40, () => wrongLogin(shop));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 401));
    expect(answers[0]?.headers.get("ratelimit-limit")).toBeNull();
  });
});

describe("across processes", () => {
  it("two servers on one store let ten logins through together", async () => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), "shop-shared-"));
    const env = { RATE_LIMITS: "on", DEMO_DATA: "off", DATA_DIR };
    const servers = [await startServer(env), await startServer(env)] as const;
    try {
      const shops = servers.map((server) => envelopeOf(() => server));
      const answers = await many(24, (n) => wrongLogin(shops[n % 2] ?? envelopeOf(() => servers[0])));
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
      expect(answers.filter((answer) => said(answer) === TOO_MANY)).toHaveLength(14);
    } finally {
      for (const server of servers) await server.close();
      await rm(DATA_DIR, { recursive: true, force: true });
    }
  });
});
