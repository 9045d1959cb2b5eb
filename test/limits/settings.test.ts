import { describe, expect, it } from "vitest";
import { freshEmail, freshIp } from "../fixtures/fresh.ts";
import { call, expectRefusal, limitedServer, limitOf, loginDoors, member } from "./support.ts";

describe("RATE_LIMITS=off", () => {
  const server = limitedServer({ RATE_LIMITS: "off" });

  it("lets everything through and says nothing of limits", async () => {
    const caller = await member(server());
    for (let n = 0; n < 12; n += 1) {
      for (const { login } of loginDoors) {
        const answer = await login(server(), caller, caller.email, "wrong");
        expect([400, 401]).toContain(answer.status);
        expect([...answer.headers.keys()].filter((name) => name.startsWith("ratelimit"))).toEqual([]);
      }
    }
    const email = freshEmail();
    for (let n = 0; n < 12; n += 1) {
      const answer = await call(server(), caller, "POST", "/users/send_verification_code_by_email", { email });
      expect(answer.status).toBe(200);
    }
  });

  it("still counts wrong codes: those are not a matter of how often", async () => {
    const { email, ip } = await member(server());
    await call(server(), { ip }, "POST", "/users/send_verification_code_by_email", { email });
    const [mail] = server().deps.mailer.outbox?.list() ?? [];
    const code = /\b\d{6}\b/.exec(mail?.text ?? "")?.[0] ?? "";
    const wrong = code === "000000" ? "111111" : "000000";
    const tryCode = async (given: string) =>
      (await call(server(), { ip }, "POST", "/users/login_by_email", { email, code: given })).status;
    for (let n = 0; n < 5; n += 1) expect(await tryCode(wrong)).toBe(400);
    expect(await tryCode(code)).toBe(400);
  });
});

describe("RATE_LIMITS=3", () => {
  const server = limitedServer({ RATE_LIMITS: "3" });

  it("is three times every limit, in as long a time", async () => {
    const caller = await member(server());
    for (let n = 0; n < 30; n += 1) {
      const answer = await loginDoors[n % loginDoors.length]?.login(server(), caller, caller.email, "wrong");
      expect(answer && limitOf(answer)).toMatchObject({ limit: 30, remaining: 29 - n });
    }
    for (const { shape, login } of loginDoors) expectRefusal(await login(server(), caller, caller.email), shape, 30);
    expect(limitOf(await call(server(), caller, "GET", "/api/users/current"))).toMatchObject({ limit: 300 });
  });

  it("leaves the mails a day as they are: a mailbox is no benchmark", async () => {
    const email = freshEmail();
    const send = () => call(server(), { ip: freshIp() }, "POST", "/users/send_verification_code_by_email", { email });
    for (let n = 0; n < 10; n += 1) expect((await send()).status).toBe(200);
    expectRefusal(await send(), "envelope", 10, 86_400);
  });
});
