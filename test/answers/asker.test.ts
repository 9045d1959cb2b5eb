import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createApp } from "../../src/app.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { administrator, newcomer } from "../graphql/support.ts";
import { ask, type Asked, comparable, posted, type Raw, serving } from "./support.ts";

describe("an answer about whoever asks", () => {
  let server: TestServer;
  let admin: string;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off", RATE_LIMITS: "1000" });
    admin = (await administrator(server)).accessToken;
  });
  afterAll(() => server.close());

  const bearing = (token: string) => ({ authorization: `Bearer ${token}` });
  const WHO: readonly ((headers: Record<string, string>) => Asked)[] = [
    (headers) => ({ path: "/api/users/me", headers }),
    (headers) => ({ path: "/api/users/current", headers: { cookie: `access_token="${headers["authorization"]}"` } }),
    (headers) => ({ path: "/api/v2/me", headers }),
    (headers) => posted("{ me { id email username isAdmin } }", {}, headers),
  ];
  const at = (asked: Asked): Promise<Raw> => ask(server.url, asked);
  /** Asks at every door, twice, and thinks of what comes the second time. */
  const whoAmI = async (token: string): Promise<Raw[]> => {
    const asked = WHO.map((door) => door(bearing(token)));
    await Promise.all(asked.map(at));
    return Promise.all(asked.map(at));
  };
  const said = (answers: readonly Raw[]): string[] => answers.map(({ status, body }) => `${status} ${body.toString()}`);
  const update = (id: number, input: object) =>
    server.graphql(
      "mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }",
      { id: String(id), input },
      admin,
    );

  it("is not rendered again, is the app's own, and is kept by no cache on the way", async () => {
    const { accessToken } = await newcomer(server);
    const first = await whoAmI(accessToken);
    const rendered = vi.spyOn(server.deps.catalogue, "noting");
    const again = await Promise.all(WHO.map((door) => at(door(bearing(accessToken)))));
    expect(rendered).not.toHaveBeenCalled();
    rendered.mockRestore();
    const byApp = await serving(createApp(server.deps), (url) =>
      Promise.all(WHO.map((door) => ask(url, door(bearing(accessToken))))),
    );
    expect(again.map(comparable)).toEqual(byApp.map(comparable));
    expect(first.map(comparable)).toEqual(byApp.map(comparable));
    for (const { headers } of again) {
      expect(headers["cache-control"]).toBe("no-store");
      expect(headers["etag"]).toBeUndefined();
    }
  });

  it("counts against the limit, and is logged with the account", async () => {
    const { accessToken, id } = await newcomer(server);
    const asked = posted("{ me { id } }", {}, bearing(accessToken));
    const answers = [await at(asked), await at(asked), await at(asked)];
    const [before = 0, ...left] = answers.map(({ headers }) => Number(headers["ratelimit-remaining"]));
    expect(left).toEqual([before - 1, before - 2]);
    await vi.waitFor(() => {
      for (const { headers } of answers) {
        const lines = server.logged().split("\n");
        const line = lines.find((text) => text.includes(String(headers["x-request-id"])));
        expect(JSON.parse(line ?? "{}")).toMatchObject({ account: Number(id) });
      }
    });
  });

  it("says what has been changed, as soon as that is acknowledged", async () => {
    const { accessToken, id } = await newcomer(server);
    for (const username of ["first-name", "second-name", "third-name"]) {
      await whoAmI(accessToken);
      expect((await update(Number(id), { username })).errors).toBeUndefined();
      const [, , v2, graphql] = said(await Promise.all(WHO.map((door) => at(door(bearing(accessToken))))));
      expect(v2).toContain(username);
      expect(graphql).toContain(username);
    }
  });

  it.each([
    ["signed out", (_id: number, token: string) => server.graphql("mutation { logout }", {}, token)],
    [
      "signed out everywhere",
      (_id: number, token: string) => server.graphql("mutation { logoutEverywhere }", {}, token),
    ],
    ["disabled", (id: number) => update(id, { isActive: false })],
    [
      "deleted",
      (id: number) => server.graphql("mutation ($id: ID!) { deleteUser(id: $id) }", { id: String(id) }, admin),
    ],
  ])("is nobody's any more once they are %s", async (_how, end) => {
    const { accessToken, id, email } = await newcomer(server);
    for (const text of said(await whoAmI(accessToken))) expect(text).toContain(email);
    expect((await end(Number(id), accessToken)).errors).toBeUndefined();
    for (const text of said(await Promise.all(WHO.map((door) => at(door(bearing(accessToken))))))) {
      expect(text).not.toContain(email);
      expect(text).toMatch(/^(?:401|403|404|200 \{"errors")/);
    }
  });
});
