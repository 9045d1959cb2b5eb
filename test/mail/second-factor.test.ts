import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ReceivedMail, startSmtp } from "../../src/mail/test-server.ts";
import { PASSWORD, person } from "../fixtures/person.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";

let smtp: Awaited<ReturnType<typeof startSmtp>>;
let server: TestServer;
beforeAll(async () => {
  // Its own certificate is nobody's.
  smtp = await startSmtp({ disabledCommands: ["STARTTLS"] });
  server = await startServer({ SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, DEMO_DATA: "off" });
});
afterAll(async () => {
  await server?.close();
  await smtp?.close();
});

const ON = "两步验证已开启 / Your second factor is on";
const OFF = "两步验证已关闭 / Your second factor is off";

const BEGIN = "mutation ($password: String!) { beginSecondFactor(password: $password) { secret } }";
const CONFIRM = "mutation ($code: String!) { confirmSecondFactor(code: $code) { recoveryCodes } }";
const END = "mutation ($input: EndSecondFactorInput!) { endSecondFactor(input: $input) }";
const RESET = "mutation ($id: ID!) { resetSecondFactor(userId: $id) }";

async function turnOn(token: string): Promise<() => string> {
  const { data } = await server.graphql(BEGIN, { password: PASSWORD }, token);
  const totp = new TOTP({ secret: Secret.fromBase32(data.beginSecondFactor.secret) });
  const code = () => {
    server.advance(30_000);
    return totp.generate({ timestamp: server.deps.clock() });
  };
  expect((await server.graphql(CONFIRM, { code: code() }, token)).errors).toBeUndefined();
  return code;
}

const mailsTo = (address: string): ReceivedMail[] =>
  smtp.received.filter(({ recipients }) => recipients.includes(address));
/** The subjects that reach a mailbox, once there are so many. */
async function subjectsTo(address: string, count: number): Promise<unknown[]> {
  await expect.poll(() => mailsTo(address).length, { timeout: 30_000 }).toBe(count);
  return mailsTo(address).map(({ headers }) => headers.get("subject"));
}

it("an owner gets a mail when a second factor is turned on, and when it is turned off", async () => {
  const { email, accessToken: token } = await person(server);
  const code = await turnOn(token);
  expect(await subjectsTo(email, 1)).toEqual([ON]);
  const input = { password: PASSWORD, secondFactorCode: code() };
  expect((await server.graphql(END, { input }, token)).errors).toBeUndefined();
  expect(await subjectsTo(email, 2)).toEqual([ON, OFF]);
  const [, off] = mailsTo(email);
  expect(off?.parts.get("text/plain")).toContain("The second factor of your account has been turned off.");
});

it("and when an administrator turns it off, who gets none", async () => {
  const [{ id, email, accessToken }, admin] = [await person(server), await person(server, { isAdmin: true })];
  await turnOn(accessToken);
  expect(await subjectsTo(email, 1)).toEqual([ON]);
  expect((await server.graphql(RESET, { id }, admin.accessToken)).errors).toBeUndefined();
  expect(await subjectsTo(email, 2)).toEqual([ON, OFF]);
  // There was none to turn off the second time.
  expect((await server.graphql(RESET, { id }, admin.accessToken)).errors).toBeUndefined();
  await server.graphql(BEGIN, { password: PASSWORD }, accessToken);
  expect([mailsTo(email).length, mailsTo(admin.email).length]).toEqual([2, 0]);
});
