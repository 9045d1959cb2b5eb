import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail } from "../fixtures/fresh.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { newcomer, PASSWORD } from "../graphql/support.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ DEMO_DATA: "off" });
});
afterAll(() => server.close());

const BOTH = "注册验证码 / Registration code";

/** The subject and the text of the newest mail to an address. */
function mailTo(address: string): readonly [subject: string, text: string] {
  const mail = server.deps.mailer.outbox?.list().find(({ to }) => to === address);
  return [mail?.subject ?? "", mail?.text ?? ""];
}

const doors = {
  GraphQL: (email: string, headers: Record<string, string>) =>
    server.send("POST", "/graphql", {
      body: { query: `mutation { requestRegistrationCode(email: "${email}") { expiresIn } }` },
      headers,
    }),
  "/api/v2": (email: string, headers: Record<string, string>) =>
    server.send("POST", "/api/v2/registration-codes", { body: { email }, headers }),
};

describe.each(Object.entries(doors))("a code that was asked for by %s", (_door, ask) => {
  it.each([
    ["en", "Registration code"],
    ["en-GB,en;q=0.9,zh;q=0.1", "Registration code"],
    ["zh-CN,zh;q=0.9,en;q=0.8", "注册验证码"],
    ["fr,zh;q=0.5", "注册验证码"],
    ["fr", BOTH],
    [undefined, BOTH],
  ])("with Accept-Language %s has the subject %s", async (language, subject) => {
    const email = freshEmail();
    expect((await ask(email, language === undefined ? {} : { "accept-language": language })).status).toBeOneOf([
      200, 202,
    ]);
    expect(mailTo(email)[0]).toBe(subject);
  });

  it("says nothing in the other language", async () => {
    const [english, chinese] = [freshEmail(), freshEmail()];
    await ask(english, { "accept-language": "en" });
    await ask(chinese, { "accept-language": "zh" });
    expect(mailTo(english)[1]).not.toMatch(/\p{Script=Han}/u);
    expect(mailTo(chinese)[1]).not.toContain("minutes");
  });
});

it("the old contracts' mails have both languages, whatever the client wants", async () => {
  const email = freshEmail();
  const headers = { "accept-language": "en" };
  expect((await server.send("POST", "/users/register/precheck", { body: { email }, headers })).status).toBe(200);
  expect(mailTo(email)[0]).toBe(BOTH);
});

it("a notice has both, the language of the request first: whoever caused it may be somebody else", async () => {
  const query = "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) }";
  const told = async (language: string) => {
    const { email, accessToken } = await newcomer(server);
    const input = { currentPassword: PASSWORD, newPassword: "another password 7" };
    const headers = { authorization: `Bearer ${accessToken}`, "accept-language": language };
    await server.send("POST", "/graphql", { body: { query, variables: { input } }, headers });
    return mailTo(email);
  };
  const [subject, text] = await told("en");
  expect(subject).toBe("Your password has changed / 密码已更改");
  expect(text.indexOf("The password of your account")).toBeLessThan(text.indexOf("您账户的密码已更改"));
  expect((await told("zh"))[0]).toBe("密码已更改 / Your password has changed");
});
