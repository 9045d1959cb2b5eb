import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SeenRequest } from "../../src/dev/requests.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";

const PASSWORD = "hunter2 hunter2";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ RATE_LIMITS: "1000" });
});
afterAll(() => server?.close());

const listed = async (): Promise<readonly SeenRequest[]> => (await server.send("GET", "/dev/requests.json")).json;

/** What is listed of the request that an answer belongs to; it is listed a moment after the answer has arrived. */
async function seen({ headers }: { readonly headers: Headers }): Promise<SeenRequest> {
  const id = headers.get("x-request-id");
  const find = async () => (await listed()).find((request) => request.id === id);
  await expect.poll(find).toBeDefined();
  const found = await find();
  if (found === undefined) throw new Error(`${String(id)} is listed no more`);
  return found;
}

describe("a request is listed with what was done for it", () => {
  it("at a contract: route, operation, statements, limits, answer", async () => {
    const email = freshEmail();
    const body = { email, password: PASSWORD, first_name: "Ada" };
    await server.send("POST", "/api/users/register", { body });
    const request = await seen(await server.send("POST", "/api/users/login", { body: { email, password: PASSWORD } }));
    expect(request).toMatchObject({ method: "POST", url: "/api/users/login", status: 200, failures: [] });
    expect(request.route).toBe("POST /api/users/login");
    const [operation] = request.operations;
    expect(operation?.document).toContain("mutation BearerLogin($input: LoginInput!)");
    expect(operation?.variables).toContain(email);
    expect(request.statements.map(({ sql }) => sql).join("\n")).toMatch(/SELECT[^]*UPDATE/);
    for (const { at, ms } of request.statements) {
      expect(at).toBeGreaterThanOrEqual(operation?.at ?? Infinity);
      expect(at + ms).toBeLessThanOrEqual(request.ms);
    }
    expect(request.limits).toContainEqual({
      act: "login",
      limit: 10_000,
      remaining: expect.any(Number),
      resetSeconds: expect.any(Number),
    });
    expect(request.headers).toHaveProperty("ratelimit-limit");
    expect(JSON.parse(request.body)).toMatchObject({ expires_in: 180 });
  });

  it("at GraphQL and at /api/v2, compressed or not", async () => {
    const query = "query Mine { products(first: 30) { edges { node { name description } } } }";
    const graphql = await seen(await server.graphql(query));
    expect(graphql).toMatchObject({ url: "/graphql", operations: [{ name: "Mine", variables: "{}" }] });
    expect(graphql.headers["content-encoding"]).toMatch(/^(?:br|gzip)$/);
    expect(graphql.body).toContain('"description"');
    const rest = await seen(await server.send("GET", "/api/v2/products?first=1&search=jst"));
    expect(rest).toMatchObject({ route: "GET /api/v2/products", url: "/api/v2/products?first=1&search=jst" });
    expect(rest.operations[0]?.document).toContain("products(");
  });

  it("that fails, with the error's code; one that no route takes, too", async () => {
    const refused = await seen(await server.send("GET", "/api/v2/users"));
    expect(refused).toMatchObject({ status: 401, failures: [{ code: "UNAUTHENTICATED" }] });
    expect(await seen(await server.send("GET", "/nowhere"))).toMatchObject({
      route: null,
      status: 404,
      operations: [],
    });
  });

  it("whose answer is given again from memory, as such", async () => {
    const read = () => server.send("GET", "/api/products/1100");
    await read();
    expect(await seen(await read())).toMatchObject({ operations: [], givenAgain: "EnvelopeProduct", statements: [] });
  });
});

it("nothing that signs somebody in is listed, however a client names it", async () => {
  const email = freshEmail();
  const secrets: string[] = [PASSWORD];
  await server.send("POST", "/users/register/precheck", { body: { email } });
  const code = /\b\d{6}\b/.exec(server.deps.mailer.outbox?.list()[0]?.text ?? "")?.[0] ?? "";
  const verified = await server.send("POST", "/users/register/verify", { body: { email, code, password: PASSWORD } });
  expect(verified.status).toBe(200);
  secrets.push(
    code,
    verified.json.data.refresh_token,
    /Bearer ([^;"]+)/.exec(verified.headers.get("set-cookie") ?? "")?.[1] ?? "",
  );
  const inline = `mutation { x: login(input: { account: "${email}", password: "${PASSWORD}" }) { y: accessToken } }`;
  const { data } = await server.graphql(inline);
  const named = "mutation ($a: String!, $b: String!) { login(input: { account: $a, password: $b }) { refreshToken } }";
  const { data: again, headers } = await server.graphql(named, { a: email, b: PASSWORD });
  secrets.push(data.x.y, again.login.refreshToken);
  await server.send("GET", `/api/v2/products?token=${data.x.y}&search=${data.x.y}`);
  await server.send("GET", `/graphql?${new URLSearchParams({ query: inline })}`);
  const refresh = { body: { refreshToken: again.login.refreshToken } };
  await seen(await server.send("POST", "/api/v2/sessions/refresh", refresh));
  await seen({ headers });
  const text = JSON.stringify(await listed());
  expect(text).toContain(email);
  for (const secret of secrets) {
    expect(secret).not.toBe("");
    expect(text).not.toContain(secret);
  }
});

it("a hundred are kept, the last ones, and none of the pages themselves", async () => {
  for (let n = 0; n < 105; n += 1) await server.send("GET", `/nowhere/${n}`);
  await expect.poll(async () => (await listed())[0]?.url).toBe("/nowhere/104");
  const urls = (await listed()).map(({ url }) => url);
  expect(urls).toHaveLength(100);
  expect(urls.filter((url) => url.startsWith("/dev"))).toEqual([]);
});

it("in production there is nothing of it", async () => {
  const production = await startServer({ NODE_ENV: "production", HOST: "127.0.0.1" });
  for (const path of ["/dev/requests", "/dev/requests.json", "/dev/mail", "/dev/sessions"]) {
    expect((await production.send("GET", path)).status, path).toBe(404);
  }
  await production.close();
});
