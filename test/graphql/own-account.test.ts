import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { codeOf, dataOf, login, newcomer } from "./support.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ DEMO_DATA: "off" });
});
afterAll(() => server.close());

const UPDATE = `mutation ($input: UpdateMeInput!) {
  updateMe(input: $input) { email username firstName lastName phoneNumber hasInfo }
}`;

describe("updateMe", () => {
  it("changes what is given, leaves the rest, and empties what is null", async () => {
    const { email, accessToken } = await newcomer(server, { firstName: "Ada", lastName: "Byron" });
    const change = async (input: object) => dataOf(await server.graphql(UPDATE, { input }, accessToken)).updateMe;
    const username = email.replace("@", ".");
    expect(await change({ lastName: "Lovelace", phoneNumber: " +44 20 7946 0001 ", username })).toEqual({
      email,
      username,
      firstName: "Ada",
      lastName: "Lovelace",
      phoneNumber: "+44 20 7946 0001",
      hasInfo: true,
    });
    expect(await change({ firstName: null, phoneNumber: null })).toMatchObject({
      firstName: null,
      lastName: "Lovelace",
      phoneNumber: null,
    });
    expect(dataOf(await server.graphql("{ me { lastName } }", {}, accessToken)).me).toEqual({ lastName: "Lovelace" });
  });

  it("keeps every session, and signs in by the new names", async () => {
    const { email, accessToken } = await newcomer(server);
    const other = dataOf(await login(server, email)).login.accessToken;
    const username = `new.${email.replace("@", ".")}`;
    dataOf(await server.graphql(UPDATE, { input: { username } }, accessToken));
    expect(dataOf(await server.graphql("{ me { username } }", {}, other)).me).toEqual({ username });
    expect((await login(server, username)).errors).toBeUndefined();
  });

  it("says at its field what is wrong, a taken username included", async () => {
    const [{ accessToken }, { username }] = [await newcomer(server), await newcomer(server)];
    const refused = async (input: object) => (await server.graphql(UPDATE, { input }, accessToken)).errors?.[0];
    expect((await refused({ username: username.toUpperCase() }))?.extensions).toEqual({
      code: "USERNAME_TAKEN",
      fields: [{ path: ["input", "username"], code: "TAKEN", message: "is taken" }],
    });
    const wrong = await refused({ username: "a b", phoneNumber: "1".repeat(65) });
    expect(wrong?.extensions["fields"]).toMatchObject([
      { path: ["input", "username"] },
      { path: ["input", "phoneNumber"] },
    ]);
  });

  it("takes neither an address nor a right", async () => {
    const { accessToken } = await newcomer(server);
    for (const input of [{ email: "a@example.com" }, { isAdmin: true }, { password: "x" }]) {
      expect(codeOf(await server.graphql(UPDATE, { input }, accessToken))).toBe("GRAPHQL_VALIDATION_FAILED");
      const headers = { authorization: `Bearer ${accessToken}` };
      const answer = await server.send("PATCH", "/api/v2/me", { body: input, headers });
      expect([answer.status, answer.json.code]).toEqual([422, "INVALID_INPUT"]);
    }
    expect(codeOf(await server.graphql(UPDATE, { input: {} }))).toBe("UNAUTHENTICATED");
  });
});
