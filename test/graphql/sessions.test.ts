import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { GraphQLAnswer } from "../fixtures/server.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { administrator, codeOf, dataOf, newcomer, PASSWORD, type Person, signIn, type Tokens } from "./support.ts";

const REFRESH =
  "mutation ($token: String) { refreshSession(refreshToken: $token) { accessToken refreshToken user { id } } }";
const UPDATE = "mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }";
const SECOND = 1000;
const GRACE = 10 * SECOND;
const DAY = 24 * 60 * 60 * SECOND;

describe("a session", () => {
  let server: TestServer;
  let person: Person;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
  });
  beforeEach(async () => {
    person = await newcomer(server);
  });
  afterAll(() => server.close());

  const me = (accessToken: string) => server.graphql("{ me { id } }", {}, accessToken);
  /** What `me` says to an access token: a code, or the account's id. */
  const meOf = async (accessToken: string): Promise<unknown> => {
    const answer = await me(accessToken);
    return codeOf(answer) ?? answer.data.me.id;
  };
  const refresh = (token: string | null, accessToken?: string): Promise<GraphQLAnswer> =>
    server.graphql(REFRESH, { token }, accessToken);
  const listOf = async (token: string): Promise<{ id: string; current: boolean; createdAt: string }[]> =>
    dataOf(
      await server.graphql("{ mySessions { edges { node { id current createdAt } } } }", {}, token),
    ).mySessions.edges.map(({ node }: { node: unknown }) => node);
  const refreshed = async (token: string): Promise<Tokens> => dataOf(await refresh(token)).refreshSession;

  describe("renewed by its refresh token", () => {
    it("has new tokens, which work", async () => {
      server.advance(SECOND);
      const next = await refreshed(person.refreshToken);
      expect(next.accessToken).not.toBe(person.accessToken);
      expect(next.refreshToken).not.toBe(person.refreshToken);
      expect(await meOf(next.accessToken)).toBe(person.id);
      expect(dataOf(await refresh(next.refreshToken)).refreshSession.user.id).toBe(person.id);
    });

    it("takes the old tokens for ten seconds more", async () => {
      await refreshed(person.refreshToken);
      server.advance(GRACE - 3 * SECOND);
      expect(await meOf(person.accessToken)).toBe(person.id);
      const again = await refreshed(person.refreshToken);
      expect(await meOf(again.accessToken)).toBe(person.id);
    });

    it("takes the old access token no longer than that, and lives on", async () => {
      const next = await refreshed(person.refreshToken);
      server.advance(GRACE);
      expect(await meOf(person.accessToken)).toBe("TOKEN_INVALID");
      expect(await meOf(next.accessToken)).toBe(person.id);
    });

    it("serves many tabs at once", async () => {
      const tabs = await Promise.all(Array.from({ length: 8 }, () => refreshed(person.refreshToken)));
      server.advance(GRACE + SECOND);
      const seen = await Promise.all(tabs.map(({ accessToken }) => meOf(accessToken)));
      expect(seen).toEqual(tabs.map(() => person.id));
      expect(await server.deps.sessions.list(Number(person.id))).toHaveLength(1);
    });

    it("ends when an old refresh token comes after the grace: somebody else must have it", async () => {
      const other = await signIn(server, person.email);
      const next = await refreshed(person.refreshToken);
      server.advance(GRACE);
      const theft = await refresh(person.refreshToken);
      expect([theft.status, codeOf(theft)]).toEqual([401, "REFRESH_REJECTED"]);
      expect(await meOf(next.accessToken)).toBe("SESSION_ENDED");
      expect(codeOf(await refresh(next.refreshToken))).toBe("REFRESH_REJECTED");
      expect(await meOf(other.accessToken)).toBe(person.id);
    });

    it("outlives its access token, and ends a week after its last renewal", async () => {
      server.advance(1800 * SECOND);
      expect(await meOf(person.accessToken)).toBe("TOKEN_EXPIRED");
      server.advance(6 * DAY);
      const next = await refreshed(person.refreshToken);
      server.advance(6 * DAY);
      const last = await refreshed(next.refreshToken);
      server.advance(7 * DAY);
      expect(codeOf(await refresh(last.refreshToken))).toBe("REFRESH_REJECTED");
    });
  });

  it("keeps refresh tokens and access tokens apart", async () => {
    expect(await meOf(person.refreshToken)).toBe("TOKEN_INVALID");
    expect(codeOf(await refresh(person.accessToken))).toBe("TOKEN_INVALID");
    // Without a refresh token the access token would do, but only in a session of the bearer contract.
    expect(codeOf(await refresh(null, person.accessToken))).toBe("REFRESH_REJECTED");
    expect(await meOf(person.accessToken)).toBe(person.id);
  });

  it.each(["", "garbage", "a.b.c", "é", "Bearer"])("is none for the token %j", async (token) => {
    expect(codeOf(await refresh(token))).toBe("TOKEN_INVALID");
    const headers = { authorization: `Bearer ${encodeURIComponent(token)}` };
    const answer = await server.send("POST", "/graphql", { body: { query: "{ me { id } }" }, headers });
    expect([answer.status, answer.json.errors[0].extensions.code]).toEqual([401, "TOKEN_INVALID"]);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });

  describe("of which a token is left", () => {
    const ENDINGS: readonly [string, string, (admin: Person, also: Person) => Promise<GraphQLAnswer>][] = [
      ["logout", "SESSION_ENDED", () => server.graphql("mutation { logout }", {}, person.accessToken)],
      [
        "revokeSession",
        "SESSION_ENDED",
        async (_admin, also) => {
          const { id } = (await listOf(person.accessToken)).find(({ current }) => current) ?? {};
          return server.graphql("mutation ($id: ID!) { revokeSession(id: $id) }", { id }, also.accessToken);
        },
      ],
      [
        "logoutEverywhere",
        "SESSION_ENDED",
        (_, also) => server.graphql("mutation { logoutEverywhere }", {}, also.accessToken),
      ],
      [
        "changePassword",
        "SESSION_ENDED",
        (_admin, also) =>
          server.graphql(
            "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) }",
            { input: { currentPassword: PASSWORD, newPassword: PASSWORD } },
            also.accessToken,
          ),
      ],
      [
        "a password that an administrator sets",
        "SESSION_ENDED",
        (admin) => server.graphql(UPDATE, { id: person.id, input: { password: "set by another" } }, admin.accessToken),
      ],
      [
        "an administrator's disabling the account",
        "SESSION_ENDED",
        (admin) => server.graphql(UPDATE, { id: person.id, input: { isActive: false } }, admin.accessToken),
      ],
      [
        "an administrator's deleting the account",
        "ACCOUNT_GONE",
        (admin) => server.graphql("mutation ($id: ID!) { deleteUser(id: $id) }", { id: person.id }, admin.accessToken),
      ],
    ];

    it.each(ENDINGS)("has ended with %s: %s", async (_what, code, end) => {
      const admin = await administrator(server);
      const also = await signIn(server, person.email);
      expect(await meOf(person.accessToken)).toBe(person.id);
      dataOf(await end(admin, also));
      const answer = await me(person.accessToken);
      expect([answer.status, codeOf(answer)]).toEqual([401, code]);
      expect(codeOf(await refresh(person.refreshToken))).toBe("REFRESH_REJECTED");
      expect(await meOf(admin.accessToken)).toBe(admin.id);
    });

    it("can be logged out once", async () => {
      const logout = () => server.graphql("mutation { logout }", {}, person.accessToken);
      dataOf(await logout());
      const again = await logout();
      expect([again.status, codeOf(again)]).toEqual([404, "SESSION_NOT_FOUND"]);
    });
  });

  it("that ended everywhere is counted", async () => {
    await signIn(server, person.email);
    await signIn(server, person.email);
    const { logoutEverywhere } = dataOf(await server.graphql("mutation { logoutEverywhere }", {}, person.accessToken));
    expect(logoutEverywhere).toBe(3);
  });

  it("is listed for its owner alone, newest first, and knows itself", async () => {
    const stranger = await newcomer(server);
    server.advance(SECOND);
    const second = await signIn(server, person.email);
    const [newest, oldest, ...more] = await listOf(second.accessToken);
    expect(more).toEqual([]);
    expect([newest?.current, oldest?.current]).toEqual([true, false]);
    expect(Date.parse(newest?.createdAt ?? "")).toBeGreaterThan(Date.parse(oldest?.createdAt ?? ""));
    expect((await listOf(person.accessToken)).map(({ current }) => current)).toEqual([false, true]);
    const foreign = await listOf(stranger.accessToken);
    expect(foreign.map(({ current }) => current)).toEqual([true]);

    const revoke = (id: string | undefined) =>
      server.graphql("mutation ($id: ID!) { revokeSession(id: $id) }", { id }, person.accessToken);
    expect(codeOf(await revoke(foreign[0]?.id))).toBe("SESSION_NOT_FOUND");
    expect(await meOf(stranger.accessToken)).toBe(stranger.id);
    dataOf(await revoke(newest?.id));
    expect((await listOf(person.accessToken)).map(({ id }) => id)).toEqual([oldest?.id]);
  });

  it("may be spared when all others end", async () => {
    const [second] = [await signIn(server, person.email), await signIn(server, person.email)];
    const end = "mutation { logoutEverywhere(exceptCurrent: true) }";
    expect(dataOf(await server.graphql(end, {}, second.accessToken)).logoutEverywhere).toBe(2);
    expect(await meOf(second.accessToken)).toBe(person.id);
    expect(await meOf(person.accessToken)).toBe("SESSION_ENDED");
    await refreshed(second.refreshToken);
    expect(dataOf(await server.graphql(end, {}, second.accessToken)).logoutEverywhere).toBe(0);
  });

  it("is on one page of a list that goes both ways", async () => {
    for (let n = 0; n < 4; n += 1) await signIn(server, person.email);
    const all = (await listOf(person.accessToken)).map(({ id }) => id);
    expect(all).toHaveLength(5);
    const page = async (args: string): Promise<{ ids: string[]; pageInfo: Record<string, unknown> }> => {
      const query = `{ mySessions(${args}) { edges { node { id } } pageInfo {
        hasNextPage hasPreviousPage startCursor endCursor } } }`;
      const { edges, pageInfo } = dataOf(await server.graphql(query, {}, person.accessToken)).mySessions;
      return { ids: edges.map(({ node }: { node: { id: string } }) => node.id), pageInfo };
    };
    const first = await page("first: 2");
    expect([first.ids, first.pageInfo["hasNextPage"]]).toEqual([all.slice(0, 2), true]);
    const next = await page(`first: 2, after: ${JSON.stringify(first.pageInfo["endCursor"])}`);
    expect([next.ids, next.pageInfo["hasNextPage"]]).toEqual([all.slice(2, 4), true]);
    // The list goes on in its place though the session of the cursor has ended.
    dataOf(await server.graphql("mutation ($id: ID!) { revokeSession(id: $id) }", { id: all[3] }, person.accessToken));
    const last = await page(`first: 2, after: ${JSON.stringify(next.pageInfo["endCursor"])}`);
    expect([last.ids, last.pageInfo["hasNextPage"]]).toEqual([all.slice(4), false]);
    const back = await page(`last: 2, before: ${JSON.stringify(last.pageInfo["startCursor"])}`);
    expect([back.ids, back.pageInfo["hasPreviousPage"]]).toEqual([all.slice(1, 3), true]);
    const stranger = await newcomer(server);
    const query = `{ mySessions(after: ${JSON.stringify(first.pageInfo["endCursor"])}) { edges { cursor } } }`;
    expect(codeOf(await server.graphql(query, {}, stranger.accessToken))).toBe("BAD_CURSOR");
  });

  it("is ended without looking at the others", async () => {
    const list = vi.spyOn(server.deps.store.sessions, "list");
    const { id } = (await server.deps.store.sessions.list(Number(person.id), Date.now()))[0] ?? {};
    list.mockClear();
    dataOf(await server.graphql("mutation ($id: ID!) { revokeSession(id: $id) }", { id }, person.accessToken));
    expect(list).not.toHaveBeenCalled();
    list.mockRestore();
  });

  it("is seen and ended by administrators", async () => {
    const admin = await administrator(server);
    const other = await signIn(server, person.email);
    const query = "query ($id: ID!) { userSessions(userId: $id) { edges { node { id current } } } }";
    const seen = async () =>
      dataOf(await server.graphql(query, { id: person.id }, admin.accessToken)).userSessions.edges;
    const before = await seen();
    expect(before.map(({ node }: { node: { current: boolean } }) => node.current)).toEqual([false, false]);
    const { id } = before[0].node;
    dataOf(await server.graphql("mutation ($id: ID!) { revokeSession(id: $id) }", { id }, admin.accessToken));
    expect(await seen()).toHaveLength(1);
    const end = "mutation ($id: ID!) { endUserSessions(userId: $id) }";
    expect(dataOf(await server.graphql(end, { id: person.id }, admin.accessToken)).endUserSessions).toBe(1);
    expect(await seen()).toEqual([]);
    for (const { accessToken } of [person, other]) expect(await meOf(accessToken)).toBe("SESSION_ENDED");
    expect(codeOf(await server.graphql(query, { id: "2147483647" }, admin.accessToken))).toBe("USER_NOT_FOUND");
  });
});
