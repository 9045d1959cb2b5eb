import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail } from "../fixtures/fresh.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { codeOf, dataOf, login, newcomer, PASSWORD, type Person } from "./support.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ DEMO_DATA: "off" });
});
afterAll(() => server.close());

const REQUEST = "mutation ($input: RequestAddressChangeInput!) { requestAddressChange(input: $input) { expiresIn } }";
const CHANGE = "mutation ($input: ChangeAddressInput!) { changeAddress(input: $input) { email username } }";

const mailsTo = (address: string) => (server.deps.mailer.outbox?.list() ?? []).filter(({ to }) => to === address);
const codeFor = (address: string) => /\d{6}/.exec(mailsTo(address)[0]?.text ?? "")?.[0] ?? "";

const request = (who: Person, email: string, proof: object = { currentPassword: PASSWORD }) =>
  server.graphql(REQUEST, { input: { email, ...proof } }, who.accessToken);
const change = (who: Person, email: string, code: string) =>
  server.graphql(CHANGE, { input: { email, code } }, who.accessToken);
const whoIs = async (token: string) => (await server.graphql("{ me { email } }", {}, token)).data?.me?.email;

describe("a change of address", () => {
  it("takes the password and a code of the new address, and tells the old one", async () => {
    const who = await newcomer(server);
    const email = freshEmail();
    expect(dataOf(await request(who, ` ${email} `)).requestAddressChange).toEqual({ expiresIn: 300 });
    expect(dataOf(await change(who, email, codeFor(email))).changeAddress).toMatchObject({
      email,
      username: who.username,
    });
    for (const address of [who.email, email]) expect(mailsTo(address)[0]?.subject).toContain("address has changed");
    expect((await login(server, email)).errors).toBeUndefined();
    expect(codeOf(await login(server, who.email))).toBe("INVALID_CREDENTIALS");
    const { mailboxProvenAt } = await server.deps.db.user.findUniqueOrThrow({ where: { id: Number(who.id) } });
    expect(mailboxProvenAt).not.toBeNull();
  });

  it("ends every session but the one that asks", async () => {
    const who = await newcomer(server);
    const other = dataOf(await login(server, who.email)).login.accessToken;
    const email = freshEmail();
    dataOf(await request(who, email));
    dataOf(await change(who, email, codeFor(email)));
    expect(await whoIs(who.accessToken)).toBe(email);
    expect(codeOf(await server.graphql("{ me { email } }", {}, other))).toBe("SESSION_ENDED");
  });

  it("takes a code that signs in instead of the password", async () => {
    const who = await newcomer(server);
    dataOf(await server.graphql(`mutation { requestSignInCode(email: "${who.email}") { expiresIn } }`));
    const [email, code] = [freshEmail(), codeFor(who.email)];
    dataOf(await request(who, email, { code }));
    // It is used up.
    expect(codeOf(await request(who, email, { code }))).toBe("CODE_REJECTED");
    dataOf(await change(who, email, codeFor(email)));
  });

  it("mails nothing without proof", async () => {
    const who = await newcomer(server);
    const email = freshEmail();
    expect(codeOf(await request(who, email, { currentPassword: "wrong" }))).toBe("WRONG_PASSWORD");
    expect(codeOf(await request(who, email, { code: "000000" }))).toBe("CODE_REJECTED");
    const without = await request(who, email, {});
    expect(without.errors?.[0]?.extensions["fields"]).toMatchObject([
      { path: ["input", "currentPassword"], code: "MISSING" },
    ]);
    expect(mailsTo(email)).toEqual([]);
  });

  it("is refused for the address of somebody else, also when they were faster", async () => {
    const [who, other] = [await newcomer(server), await newcomer(server)];
    const taken = await request(who, other.email.toUpperCase());
    expect(taken.errors?.[0]?.extensions).toMatchObject({
      code: "EMAIL_TAKEN",
      fields: [{ path: ["input", "email"] }],
    });
    const email = freshEmail();
    dataOf(await request(who, email));
    await server.deps.db.user.update({ where: { id: Number(other.id) }, data: { email, emailKey: email } });
    expect(codeOf(await change(who, email, codeFor(email)))).toBe("EMAIL_TAKEN");
    expect(await whoIs(who.accessToken)).toBe(who.email);
  });

  it("is not done with a code of somebody else, nor with one from before a new password", async () => {
    const [who, other] = [await newcomer(server), await newcomer(server)];
    const email = freshEmail();
    dataOf(await request(other, email));
    expect(codeOf(await change(who, email, codeFor(email)))).toBe("CODE_REJECTED");
    const next = freshEmail();
    dataOf(await request(who, next));
    const code = codeFor(next);
    const input = { currentPassword: PASSWORD, newPassword: "another password 7" };
    dataOf(
      await server.graphql(
        "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) }",
        { input },
        who.accessToken,
      ),
    );
    const { accessToken } = dataOf(await login(server, who.email, "another password 7")).login;
    expect(codeOf(await change({ ...who, accessToken }, next, code))).toBe("CODE_REJECTED");
  });
});
