import { describe, expect, it } from "vitest";
import type { Answer } from "../fixtures/server.ts";
import { freshEmail, freshPassword } from "../fixtures/fresh.ts";
import { bearerServer, detail, keepsTheLogClean, said } from "./support.ts";

const bearer = bearerServer({ RATE_LIMITS: "on" });
const TOO_MANY = detail(429, "Too many requests");
const nextMinute = () => bearer.server.advance(60_000);
const login = (body: object = { email: freshEmail(), password: freshPassword() }) =>
  bearer.call("POST", "/api/users/login", { body });
const inParallel = (count: number, act: () => Promise<Answer>) => Promise.all(Array.from({ length: count }, act));
const refusedOf = (answers: readonly Answer[]) => answers.filter((answer) => said(answer) === TOO_MANY).length;

/** A refusal says when to come back, in both ways and with the same number. */
function expectWait({ headers }: Answer, limit: number): void {
  const seconds = Number(headers.get("retry-after"));
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(headers.get("ratelimit-limit")).toBe(String(limit));
  expect(headers.get("ratelimit-remaining")).toBe("0");
  expect(headers.get("ratelimit-reset")).toBe(String(seconds));
}

describe("over a limit", () => {
  it("a sign-in is refused from the eleventh in a minute on, even with the right password", async () => {
    const account = await bearer.register();
    nextMinute();
    for (let n = 0; n < 10; n += 1) {
      const answer = await login();
      expect(answer.status).toBe(400);
      expect(answer.headers.get("ratelimit-remaining")).toBe(String(9 - n));
    }
    const refused = await login(account);
    expect(said(refused)).toBe(TOO_MANY);
    expectWait(refused, 10);
    nextMinute();
    expect((await login(account)).status).toBe(200);
  });

  it("thirty sign-ins at once are ten", async () => {
    nextMinute();
    expect(refusedOf(await inParallel(30, () => login()))).toBe(20);
  });

  it("sign-ins through all doors together are ten", async () => {
    nextMinute();
    const [account, password] = [freshEmail(), freshPassword()];
    const query = "mutation ($input: LoginInput!) { login(input: $input) { accessToken } }";
    for (let n = 0; n < 4; n += 1) {
      await bearer.server.graphql(query, { input: { account, password } });
      await bearer.server.send("POST", "/users/login", { body: { account, password } });
      if (n < 2) expect((await login()).status).toBe(400);
    }
    expect(said(await login())).toBe(TOO_MANY);
    const { errors } = await bearer.server.graphql(query, { input: { account, password } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "RATE_LIMITED" });
  });

  it("refreshes are refused from the twenty-first on, and the session goes on", async () => {
    nextMinute();
    const token = await bearer.token();
    const answers = await inParallel(25, () => bearer.refresh(token));
    expect(refusedOf(answers)).toBe(5);
    const refused = answers.find(({ status }) => status === 429);
    if (refused) expectWait(refused, 20);
    const renewed = answers.find(({ status }) => status === 200);
    expect((await bearer.me(String(renewed?.json.access_token))).status).toBe(200);
  });

  it("plain queries are refused from the 1,201st on, together with those through GraphQL", async () => {
    nextMinute();
    const hundred = `{ ${Array.from({ length: 100 }, (_, n) => `a${n}: product(id: 1) { id }`).join(" ")} }`;
    for (let n = 0; n < 11; n += 1) await bearer.server.graphql(hundred);
    const answers = await inParallel(105, () => bearer.call("GET", "/api/products/product/1"));
    expect(refusedOf(answers)).toBe(5);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(100);
  });
});

it("every route that has a limit says 429 over it, and when to come back [bearer * RATE_LIMITED]", async () => {
  nextMinute();
  const token = await bearer.token();
  const graphql = (fields: string) => bearer.server.graphql(`{ ${fields} }`, {}, token);
  const aliases = (field: string) => Array.from({ length: 100 }, (_, n) => `a${n}: ${field}`).join(" ");
  // The rest of a limit of 1,200 is left to the contract.
  for (const field of ["me { id }", "product(id: 1) { id }", "popularProducts(first: 1) { id }"]) {
    await Promise.all(Array.from({ length: 12 }, () => graphql(aliases(field))));
  }
  const body = { email: freshEmail(), password: freshPassword() };
  const reset = { email: body.email, old_password: body.password, new_password: body.password };
  const limited: [number, () => Promise<Answer>][] = [
    [1200, () => bearer.me(token)],
    [1200, () => bearer.call("GET", "/api/products/product/1")],
    [1200, () => bearer.call("GET", "/api/products/popular")],
    [
      20,
      () => bearer.call("POST", "/api/users/register", { body: { ...body, email: freshEmail(), first_name: "Ada" } }),
    ],
    [20, () => bearer.refresh(token)],
    [10, () => login(body)],
    [10, () => bearer.call("POST", "/api/users/reset_password", { body: reset })],
  ];
  for (const [limit, ask] of limited) {
    const answers = await inParallel(limit < 100 ? limit + 1 : 1, ask);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused && said(refused)).toBe(TOO_MANY);
    if (refused) expectWait(refused, limit);
  }
});

it("without a limit, nothing is said of one", async () => {
  nextMinute();
  const answer = await bearer.call("GET", "/api/nowhere");
  expect(answer.headers.get("ratelimit-limit")).toBeNull();
});

keepsTheLogClean(bearer);
