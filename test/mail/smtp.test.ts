import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";

describe("a code by SMTP", () => {
  const letters: string[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.once("end", () => {
        letters.push(Buffer.concat(chunks).toString());
        done();
      });
    },
  });
  let server: TestServer;

  beforeAll(async () => {
    smtp.listen(0, "127.0.0.1");
    await once(smtp.server, "listening");
    const { port } = smtp.server.address() as AddressInfo; // a server on a TCP port has no other kind
    server = await startServer({ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "Shop <shop@example.com>" });
  });
  afterAll(async () => {
    await server.close();
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
  });

  it("reaches the mailbox from the settings' address, and registers its owner", async () => {
    const email = "ada@example.org";
    const precheck = await server.send("POST", "/users/register/precheck", { body: { email } });
    expect(precheck.json).toEqual({ code: 200, message: "验证码已发送", data: { expire_in: 300 } });
    await expect.poll(() => letters.length, { timeout: 120_000 }).toBe(1);
    const [letter = ""] = letters;
    expect(letter).toMatch(/^From: Shop <shop@example\.com>$/m);
    expect(letter).toMatch(/^To: ada@example\.org$/m);
    const text = /Content-Transfer-Encoding: base64\r\n\r\n([\s\S]+?)\r\n\r\n?--/.exec(letter)?.[1];
    const plain = text === undefined ? letter : Buffer.from(text, "base64").toString();
    const code = /\b\d{6}\b/.exec(plain)?.[0];
    const body = { email, code, password: "correct horse" };
    expect((await server.send("POST", "/users/register/verify", { body })).json.message).toBe("注册成功");
  });

  it("is shown on no page, and stands in no log", async () => {
    expect((await server.send("GET", "/dev/mail.json")).status).toBe(404);
    expect(server.logged()).not.toContain("ada@example.org");
  });
});
