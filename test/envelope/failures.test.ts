import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freshEmail } from "../fixtures/fresh.ts";
import { type Cast, type ContractRoute, each, pathOf, routes } from "./routes.ts";
import { type Envelope, envelopeServer, failure, said, UUID } from "./support.ts";

const AWAY = failure(503, "服务暂不可用");

async function castOf(shop: Envelope): Promise<Cast> {
  const administrator = await shop.administrator();
  const [member, victim] = [await shop.member(), await shop.member()];
  const body = { name: "Tea", price: 1 };
  const { json } = await shop.call("POST", "/api/products", { body, token: administrator.token });
  return { administrator, member, victim, productId: json.data.id };
}

/** A request that would succeed if nothing were broken. */
function ask(shop: Envelope, route: ContractRoute, cast: Cast, code: string) {
  const { email, password, refreshToken } = cast.member;
  const real: Record<string, unknown> = { email, account: email, password, code, refresh_token: refreshToken };
  if (route.template.startsWith("/users/register/")) real["email"] = freshEmail();
  const ofAuth = route.template.startsWith("/users/");
  const body =
    ofAuth && route.body ? Object.fromEntries(Object.keys(route.body).map((name) => [name, real[name]])) : route.body;
  const { token } = cast.administrator;
  return shop.call(route.method, pathOf(route, cast), { body, ...(route.needs !== "nobody" && { token }) });
}

describe("500 `服务器错误`, when tables are gone,", () => {
  const shop = envelopeServer();
  const sql = (text: string) => shop.server.deps.db.$executeRawUnsafe(text);
  let cast: Cast;
  let registration: { email: string; code: string };
  beforeAll(async () => {
    cast = await castOf(shop);
    const email = freshEmail();
    registration = { email, code: await shop.registrationCode(email) };
    await sql('ALTER TABLE "User" RENAME TO "Vanished"');
    await sql('ALTER TABLE "Product" RENAME TO "Sold"');
    // What has been read before is still known.
    await shop.server.deps.accounts.drop();
  });

  it.each(each())(
    "comes from %s, with a request id and nothing of the inside [envelope INTERNAL]",
    async (_name, route) => {
      const verify = route.template === "/users/register/verify";
      const answer = verify
        ? await shop.post("/users/register/verify", { ...registration, password: cast.member.password })
        : await ask(shop, route, cast, "123456");
      const { request_id } = answer.json;
      expect(request_id).toMatch(UUID);
      expect(request_id).toBe(answer.headers.get("x-request-id"));
      expect(said(answer)).toBe(`500 {"code":500,"message":"服务器错误","data":null,"request_id":"${request_id}"}`);
      const logged = shop.server
        .logged()
        .split("\n")
        .filter((line) => line.includes(request_id));
      expect(logged.some((line) => line.includes('"level":50') && /no such table|does not exist/.test(line))).toBe(
        true,
      );
    },
  );

  it("logs neither password nor token", () => {
    const { password, token, refreshToken } = cast.member;
    const secrets = [password, token, refreshToken, cast.administrator.token];
    expect(secrets.filter((secret) => shop.server.logged().includes(secret))).toEqual([]);
  });

  it("is over as soon as they are back", async () => {
    await sql('ALTER TABLE "Vanished" RENAME TO "User"');
    await sql('ALTER TABLE "Sold" RENAME TO "Product"');
    expect((await shop.current(cast.member.token)).status).toBe(200);
    expect((await shop.call("GET", `/api/products/${cast.productId}`)).status).toBe(200);
  });
});

describe("503 `服务暂不可用`, when the store is away,", () => {
  const shop = envelopeServer();
  let cast: Cast;
  let code: string;
  beforeAll(async () => {
    cast = await castOf(shop);
    code = await shop.signInCode(cast.member.email);
    await shop.server.deps.store.close();
  });
  const readable = (route: ContractRoute) => route.method === "GET" && route.template.startsWith("/api/products");

  it.each(each(routes.filter((route) => !readable(route))))(
    "comes from %s [envelope UNAVAILABLE]",
    async (_name, route) => {
      const answer = await ask(shop, route, cast, code);
      expect(said(answer)).toBe(AWAY);
      expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    },
  );

  it.each(each(routes.filter(readable)))("does not come from %s, which needs none", async (_name, route) => {
    expect((await ask(shop, route, cast, code)).status).toBe(200);
    const headers = { authorization: `Bearer ${cast.member.token}` };
    expect((await shop.call("GET", pathOf(route, cast), { headers })).status).toBe(200);
  });
});

describe("503, when the store is away and limits are on,", () => {
  const shop = envelopeServer({ RATE_LIMITS: "on" });
  beforeAll(() => shop.server.deps.store.close());

  it("comes from what must be counted; reading goes on", async () => {
    expect(said(await shop.login("nobody", "wrong password"))).toBe(AWAY);
    expect(said(await shop.refresh("x.y.z"))).toBe(AWAY);
    expect((await shop.call("GET", "/api/products")).status).toBe(200);
  });
});

describe("503, when the database is away,", () => {
  const shop = envelopeServer();
  let cast: Cast;
  let code: string;
  beforeAll(async () => {
    cast = await castOf(shop);
    code = await shop.signInCode(cast.member.email);
    const { db, accounts } = shop.server.deps;
    await accounts.drop();
    // What Prisma throws when PostgreSQL cannot be reached; a SQLite file cannot be had to do that.
    const away = () => Promise.reject(Object.assign(new Error("Can't reach database server"), { code: "P1001" }));
    for (const act of ["findUnique", "findFirst", "findMany", "create"] as const) {
      vi.spyOn(db.user, act).mockImplementation(away as never);
      vi.spyOn(db.product, act).mockImplementation(away as never);
    }
  });
  afterAll(() => vi.restoreAllMocks());

  it.each(each(routes.filter(({ template }) => template !== "/users/register/verify")))(
    "comes from %s",
    async (_name, route) => {
      const answer = await ask(shop, route, cast, code);
      expect(said(answer)).toBe(AWAY);
      expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    },
  );
});

describe("in production without SMTP_URL", () => {
  const shop = envelopeServer({ NODE_ENV: "production" });
  const email = freshEmail();
  const REGISTER = "mutation ($input: RegisterInput!) { register(input: $input) { id } }";
  beforeAll(() => shop.server.graphql(REGISTER, { input: { email, password: "long enough" } }));

  it("routes that mail a code answer 503, for known and unknown addresses and tokens", async () => {
    const { refresh_token } = (await shop.login(email, "long enough")).json.data;
    const path = "/users/send_verification_code_by_email";
    for (const body of [{ email }, { email: freshEmail() }, { refresh_token }, { refresh_token: "x.y.z" }]) {
      const answer = await shop.post(path, body);
      expect(said(answer)).toBe(AWAY);
      expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    }
    expect(said(await shop.post("/users/register/precheck", { email: freshEmail() }))).toBe(AWAY);
  });

  it("the others go on", async () => {
    expect((await shop.login(email, "long enough")).status).toBe(200);
    const body = { email, code: "123456", password: "long enough" };
    for (const path of ["/users/register/verify", "/users/login_by_email", "/users/forgot_password_by_email"]) {
      expect(said(await shop.post(path, body))).toBe(failure(400, "验证码错误或已过期"));
    }
    expect((await shop.call("GET", "/api/products")).json.data).toMatchObject({ items: [], total: 0 });
  });

  it("no mail is shown to anybody", async () => {
    for (const path of ["/dev/mail", "/dev/mail.json"]) expect((await shop.server.send("GET", path)).status).toBe(404);
  });
});
