import { beforeEach, describe, expect, it } from "vitest";
import { freshEmail } from "../fixtures/fresh.ts";
import { CLEARED_COOKIE, envelopeServer, type Member, PASSWORD, said, tokenIn, UNAUTHORIZED } from "./support.ts";

const shop = envelopeServer();
const LOGIN = "mutation ($input: LoginInput!) { login(input: $input) { accessToken refreshToken } }";
const REGISTER = "mutation ($input: RegisterInput!) { register(input: $input) { id } }";
let member: Member;
beforeEach(async () => {
  member = await shop.member();
});

const bearer = (method: string, path: string, { body, token }: { body?: unknown; token?: string } = {}) =>
  shop.server.send(method, path, { body, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
const bearerToken = async ({ email, password }: { email: string; password: string }): Promise<string> => {
  const { json } = await bearer("POST", "/api/users/login", { body: { email, password } });
  return json.access_token;
};
const graphqlTokens = async ({ email, password }: { email: string; password: string }) => {
  const { data } = await shop.server.graphql(LOGIN, { input: { account: email, password } });
  return data.login as { accessToken: string; refreshToken: string };
};

describe("an account that registered here", () => {
  it("logs in at the bearer contract, where its names are unset", async () => {
    const me = await bearer("GET", "/api/users/me", { token: await bearerToken(member) });
    expect(said(me)).toBe(`200 {"email":"${member.email}","first_name":null,"last_name":null,"phone_number":null}`);
  });

  it("logs in through GraphQL", async () => {
    const { accessToken } = await graphqlTokens(member);
    const { data } = await shop.server.graphql("{ me { id email username } }", {}, accessToken);
    expect(data.me).toEqual({ id: String(member.id), email: member.email, username: member.username });
  });

  it("is known to both by its token from here", async () => {
    expect((await bearer("GET", "/api/users/me", { token: member.token })).json.email).toBe(member.email);
    const { data } = await shop.server.graphql("{ me { email } }", {}, member.token);
    expect(data.me.email).toBe(member.email);
    const cookie = { cookie: `access_token=Bearer ${member.token}` };
    const byCookie = await shop.server.send("POST", "/graphql", {
      body: { query: "{ me { email } }" },
      headers: cookie,
    });
    expect(byCookie.json.data.me.email).toBe(member.email);
    expect((await shop.server.send("GET", "/api/users/me", { headers: cookie })).status).toBe(401);
  });

  it("cannot renew its token as the bearer contract does", async () => {
    const answer = await bearer("POST", "/api/users/refresh_token", { token: member.token });
    expect(said(answer)).toBe('403 {"detail":"Refresh token is invalid or expired"}');
    expect((await shop.current(member.token)).status).toBe(200);
  });
});

describe("an account that registered elsewhere", () => {
  it("logs in here, from the bearer contract", async () => {
    const body = { email: freshEmail(), password: "x", first_name: "Ada", phone_number: "+44 1" };
    expect((await bearer("POST", "/api/users/register", { body })).status).toBe(200);
    const answer = await shop.login(body.email, "x");
    const { data } = (await shop.current(tokenIn(answer))).json;
    expect(data).toMatchObject({ email: body.email, username: body.email.split("@")[0], phone: "+44 1" });
    expect((await shop.login(data.username, "x")).status).toBe(200);
  });

  it("logs in here, from GraphQL", async () => {
    const input = { email: freshEmail(), password: PASSWORD, username: `chosen.${member.id}` };
    expect((await shop.server.graphql(REGISTER, { input })).errors).toBeUndefined();
    expect((await shop.login(input.username, PASSWORD)).json.data.email).toBe(input.email);
  });

  it("is known here by its tokens from there", async () => {
    const { accessToken } = await graphqlTokens(member);
    for (const token of [await bearerToken(member), accessToken]) {
      expect((await shop.current(token)).json.data.email).toBe(member.email);
    }
  });

  it("made by an administrator here has no names at the bearer contract", async () => {
    const administrator = await shop.administrator();
    const account = { email: freshEmail(), password: PASSWORD };
    const body = { ...account, username: `made.${member.id}`, phone: "+1" };
    await shop.call("POST", "/api/users", { body, token: administrator.token });
    const me = await bearer("GET", "/api/users/me", { token: await bearerToken(account) });
    expect(said(me)).toBe('404 {"detail":"User information not found"}');
  });
});

describe("a session ends for all when one door ends it:", () => {
  it("a bearer token logged out here", async () => {
    const token = await bearerToken(member);
    const answer = await shop.call("GET", "/users/logout", { token });
    expect(answer.headers.get("set-cookie")).toBe(CLEARED_COOKIE);
    expect((await bearer("GET", "/api/users/me", { token })).status).toBe(401);
  });

  it("a token from here logged out at the bearer contract", async () => {
    expect((await bearer("POST", "/api/users/logout", { token: member.token })).status).toBe(200);
    expect(said(await shop.current(member.token))).toBe(UNAUTHORIZED);
    expect(said(await shop.refresh(member.refreshToken))).toBe(UNAUTHORIZED);
  });

  it("everywhere, through GraphQL", async () => {
    const { accessToken } = await graphqlTokens(member);
    await shop.server.graphql("mutation { logoutEverywhere }", {}, accessToken);
    expect(said(await shop.current(member.token))).toBe(UNAUTHORIZED);
    expect(said(await shop.refresh(member.refreshToken))).toBe(UNAUTHORIZED);
  });

  it("a password that the bearer contract sets", async () => {
    const { email, password: old_password } = member;
    const body = { email, old_password, new_password: "another password" };
    expect((await bearer("POST", "/api/users/reset_password", { body })).status).toBe(200);
    expect(said(await shop.current(member.token))).toBe(UNAUTHORIZED);
    expect((await shop.login(email, "another password")).status).toBe(200);
  });

  it("a session that GraphQL lists and revokes", async () => {
    const { data } = await shop.server.graphql("{ mySessions { edges { node { id current } } } }", {}, member.token);
    const [{ node }, ...more] = data.mySessions.edges;
    expect([node, more]).toEqual([{ id: expect.any(String), current: true }, []]);
    const query = "mutation ($id: ID!) { revokeSession(id: $id) }";
    await shop.server.graphql(query, { id: node.id }, member.token);
    expect(said(await shop.refresh(member.refreshToken))).toBe(UNAUTHORIZED);
  });
});

it("GraphQL takes a refresh token from here, which goes on working in both places", async () => {
  const renewal = "mutation ($token: String!) { refreshSession(refreshToken: $token) { accessToken } }";
  const { data, errors } = await shop.server.graphql(renewal, { token: member.refreshToken });
  expect(errors).toBeUndefined();
  expect((await shop.current(data.refreshSession.accessToken)).json.data.email).toBe(member.email);
  expect((await shop.refresh(member.refreshToken)).status).toBe(200);
});

it("a product made through GraphQL is listed and found here", async () => {
  const administrator = await shop.administrator();
  const query = "mutation ($input: CreateProductInput!) { createProduct(input: $input) { id } }";
  const input = { name: "Made elsewhere", price: 2.5, quantity: 4, category: "Doors" };
  const { data } = await shop.server.graphql(query, { input }, administrator.token);
  const product = {
    id: Number(data.createProduct.id),
    name: "Made elsewhere",
    price: 2.5,
    stock: 4,
    category: "Doors",
  };
  expect((await shop.call("GET", `/api/products/${product.id}`)).json.data).toMatchObject(product);
  expect((await shop.call("GET", "/api/products?category=Doors")).json.data.items).toMatchObject([product]);
  expect((await shop.call("GET", "/api/products/name/elsewhere")).json.data).toMatchObject([product]);
});
