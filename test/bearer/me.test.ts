import { describe, expect, it } from "vitest";
import { freshEmail, freshPassword } from "../fixtures/fresh.ts";
import { bearerServer, detail, graphqlLogin, keepsTheLogClean, said } from "./support.ts";
import { forged, resigned, signedWithThePublicKey, tampered, unsigned } from "./tokens.ts";

const bearer = bearerServer();
const INVALID = detail(401, "Token is invalid");
const EXPIRED = detail(401, "Token has expired");
const MINUTE = 60_000;
const meWith = (headers: Record<string, string>) => bearer.call("GET", "/api/users/me", { headers });

describe("me", () => {
  it("shows the four fields of the document, in its order [GET /api/users/me OK]", async () => {
    const names = { first_name: "Ada", last_name: "Lovelace", phone_number: "0207 946" };
    const account = await bearer.register(names);
    expect(said(await bearer.me(await bearer.signIn(account)))).toBe(
      `200 ${JSON.stringify({ email: account.email, ...names })}`,
    );
  });

  it("shows each token's own account", async () => {
    const [ada, bob] = [await bearer.register(), await bearer.register()];
    const tokens = [await bearer.signIn(ada), await bearer.signIn(bob)];
    const answers = await Promise.all(tokens.map((token) => bearer.me(token)));
    expect(answers.map(({ json }) => json.email)).toEqual([ada.email, bob.email]);
  });

  it("takes the scheme in any case", async () => {
    const token = await bearer.token();
    for (const scheme of ["bearer", "BEARER", "Bearer  "]) {
      expect((await meWith({ authorization: `${scheme} ${token}` })).status).toBe(200);
    }
  });

  it("takes a session that began at GraphQL", async () => {
    const { email, password } = await bearer.register();
    const token = await graphqlLogin(bearer.server, email, password);
    expect((await bearer.me(token)).json.email).toBe(email);
  });

  it("has no information on an account that an administrator made without names [GET /api/users/me USER_INFO_NOT_FOUND]", async () => {
    const input = { email: freshEmail(), password: freshPassword() };
    const query = "mutation ($input: CreateUserInput!) { createUser(input: $input) { hasInfo } }";
    const { data } = await bearer.server.graphql(query, { input }, await bearer.administrator());
    expect(data).toEqual({ createUser: { hasInfo: false } });
    expect(said(await bearer.me(await bearer.signIn(input)))).toBe(detail(404, "User information not found"));
  });
});

let standing: string | undefined;
/** A token that nothing is wrong with; whatever is refused here leaves it as it is. */
const good = async () => (standing ??= await bearer.token());

describe("no token, or none of ours", () => {
  it.each([
    ["no header", undefined],
    ["an empty header", ""],
    ["the scheme alone", "Bearer"],
    ["the scheme and a space", "Bearer "],
    ["another scheme", `Basic ${Buffer.from("a@example.com:password").toString("base64")}`],
    ["a word for a token", "Bearer garbage"],
    ["three words with dots", "Bearer a.b.c"],
    ["dots alone", "Bearer .."],
    ["an encrypted token's five parts", "Bearer a.b.c.d.e"],
    ["null", "Bearer null"],
    ["undefined", "Bearer undefined"],
    ["letters beyond ASCII", "Bearer t\u00f6ken"],
    ["a very long token", `Bearer ${"a".repeat(8000)}`],
    ["an empty object as a header", "Bearer e30.e30.e30"],
  ])("%s is refused", async (_what, authorization) => {
    expect(said(await meWith(authorization === undefined ? {} : { authorization }))).toBe(INVALID);
  });

  it("a good token is refused with another scheme, without one, twice, in a cookie or in the query", async () => {
    const token = await good();
    for (const authorization of [
      `Basic ${token}`,
      `Token ${token}`,
      token,
      `Bearer ${token}, Bearer ${token}`,
      `Bearer "${token}"`,
    ]) {
      expect(said(await meWith({ authorization }))).toBe(INVALID);
    }
    expect(said(await meWith({ cookie: `access_token=Bearer ${token}` }))).toBe(INVALID);
    expect(said(await bearer.call("GET", `/api/users/me?access_token=${token}`))).toBe(INVALID);
  });
});

describe("a forged token is refused:", () => {
  it("another key's signature, also under our key's name", async () => {
    expect(said(await bearer.me(await forged(bearer.server, await good())))).toBe(INVALID);
  });

  it.each(["none", "None", "NONE", "nOnE"])("no signature and alg %s", async (alg) => {
    expect(said(await bearer.me(unsigned(await good(), alg)))).toBe(INVALID);
  });

  it.each(["pem", "raw"] as const)("HS256 with the public key (%s) as the secret", async (format) => {
    expect(said(await bearer.me(signedWithThePublicKey(bearer.server, await good(), format)))).toBe(INVALID);
  });

  it("another account's number or session in the payload", async () => {
    const [mine, theirs] = [await good(), await bearer.token()];
    expect(said(await bearer.me(tampered(mine, { sub: "1" })))).toBe(INVALID);
    expect(said(await bearer.me(tampered(mine, { exp: 9_999_999_999 })))).toBe(INVALID);
    const [header, , signature] = mine.split(".");
    expect(said(await bearer.me(`${header}.${theirs.split(".")[1]}.${signature}`))).toBe(INVALID);
  });

  it("a signature cut short or left out", async () => {
    const token = await good();
    expect(said(await bearer.me(token.slice(0, -4)))).toBe(INVALID);
    expect(said(await bearer.me(token.split(".").slice(0, 2).join(".")))).toBe(INVALID);
    expect(said(await bearer.me(`${token.split(".").slice(0, 2).join(".")}.`))).toBe(INVALID);
  });
});

describe("a token that our key did sign is refused", () => {
  it.each([
    ["of another issuer", { claims: { iss: "elsewhere" } }],
    ["without an issuer", { without: "iss" }],
    ["for another audience", { claims: { aud: "elsewhere" } }],
    ["without an audience", { without: "aud" }],
    ["without an expiry", { without: "exp" }],
    ["without a session", { without: "sid" }],
    ["without a generation", { without: "gen" }],
    ["without a subject", { without: "sub" }],
    ["whose subject is no number", { claims: { sub: "root" } }],
    ["of a generation to come", { claims: { gen: 1 } }],
    ["of a session that never was", { claims: { sid: `1.${"A".repeat(24)}` } }],
    ["not good yet", { claims: { nbf: 9_999_999_999 } }],
    ["of the type of refresh tokens", { header: { typ: "rt+jwt" } }],
    ["of no type of ours", { header: { typ: "JWT" } }],
  ])("%s", async (_what, change) => {
    const token = await good();
    // The same way of signing again, with nothing changed, is taken: what is refused is the change.
    expect((await bearer.me(await resigned(bearer.server, token, {}))).status).toBe(200);
    expect(said(await bearer.me(await resigned(bearer.server, token, change)))).toBe(INVALID);
  });

  it("when it is a refresh token from GraphQL", async () => {
    const input = await bearer.register();
    const query = "mutation ($input: LoginInput!) { login(input: $input) { accessToken refreshToken } }";
    const { data } = await bearer.server.graphql(query, { input: { account: input.email, password: input.password } });
    expect((await bearer.me(data.login.accessToken)).status).toBe(200);
    expect(said(await bearer.me(data.login.refreshToken))).toBe(INVALID);
  });

  it("when its session has been revoked [GET /api/users/me UNAUTHENTICATED]", async () => {
    const token = await bearer.token();
    await bearer.server.graphql("mutation { logoutEverywhere }", {}, token);
    expect(said(await bearer.me(token))).toBe(INVALID);
  });
});

describe("in time", () => {
  it("a token is good for 180 minutes, and expired after them [GET /api/users/me TOKEN_EXPIRED]", async () => {
    const token = await bearer.token();
    bearer.server.advance(180 * MINUTE - 10_000);
    expect((await bearer.me(token)).status).toBe(200);
    bearer.server.advance(11_000);
    expect(said(await bearer.me(token))).toBe(EXPIRED);
  });

  it("an expired token is expired whether or not its session still stands, but only if it is ours", async () => {
    const account = await bearer.register();
    const token = await bearer.signIn(account);
    bearer.server.advance(181 * MINUTE);
    expect(said(await bearer.me(await forged(bearer.server, token)))).toBe(INVALID);
    expect(said(await bearer.me(tampered(token, { sub: "1" })))).toBe(INVALID);
    await bearer.call("POST", "/api/users/reset_password", {
      body: { email: account.email, old_password: account.password, new_password: account.password },
    });
    expect(said(await bearer.me(token))).toBe(EXPIRED);
  });
});

describe("an account that has changed since", () => {
  const idOf = async (email: string) => (await bearer.server.deps.db.user.findFirstOrThrow({ where: { email } })).id;

  it("is not found when it was deleted [GET /api/users/me ACCOUNT_GONE]", async () => {
    const account = await bearer.register();
    const token = await bearer.signIn(account);
    const query = "mutation ($id: ID!) { deleteUser(id: $id) }";
    const variables = { id: String(await idOf(account.email)) };
    const { errors } = await bearer.server.graphql(query, variables, await bearer.administrator());
    expect(errors).toBeUndefined();
    expect(said(await bearer.me(token))).toBe(detail(401, "User not found"));
  });

  it("is not found when its row has gone and its session still stands", async () => {
    const account = await bearer.register();
    const token = await bearer.signIn(account);
    await bearer.server.deps.db.user.delete({ where: { id: await idOf(account.email) } });
    expect(said(await bearer.me(token))).toBe(detail(401, "User not found"));
  });

  it("is signed out when an administrator disabled it", async () => {
    const account = await bearer.register();
    const token = await bearer.signIn(account);
    const query = "mutation ($id: ID!) { updateUser(id: $id, input: { isActive: false }) { isActive } }";
    const variables = { id: String(await idOf(account.email)) };
    await bearer.server.graphql(query, variables, await bearer.administrator());
    expect(said(await bearer.me(token))).toBe(INVALID);
  });

  it("is told so when it was disabled and its session still stands", async () => {
    const account = await bearer.register();
    const token = await bearer.signIn(account);
    await bearer.server.deps.db.user.update({ where: { id: await idOf(account.email) }, data: { isActive: false } });
    expect(said(await bearer.me(token))).toBe(detail(403, "User is disabled"));
  });
});

keepsTheLogClean(bearer);
