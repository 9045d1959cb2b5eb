import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { codeMail } from "./code-mail.ts";
import { addressHash } from "./failure.ts";
import { type Mail, type MailTiming, type Mailer, MailUnavailable, createMailer } from "./mailer.ts";
import { freePort, recordingLog, startRaw, startSmtp } from "./test-server.ts";

// smtp-server itself waits 100 ms before it greets, on the look-out for clients that talk too early.
const fast: MailTiming = {
  connectionMs: 1000,
  greetingMs: 1000,
  socketMs: 1000,
  tryMs: 2000,
  retryBaseMs: 20,
  retryMaxMs: 40,
  maxTries: 12,
};

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const act of cleanUp.splice(0).reverse()) await act();
});

async function smtp(...args: Parameters<typeof startSmtp>) {
  const server = await startSmtp(...args);
  cleanUp.push(() => server.close());
  return server;
}

async function raw(...args: Parameters<typeof startRaw>) {
  const server = await startRaw(...args);
  cleanUp.push(() => server.close());
  return server;
}

/** A server that takes connections and never says a word. */
const silent = () => raw(() => {});

function mailerTo(
  smtpUrl: string | undefined,
  over: { timing?: Partial<MailTiming>; queueLimit?: number; production?: boolean } = {},
) {
  const { log, lines } = recordingLog();
  const { timing, ...rest } = over;
  const from = "Storefront <shop@example.com>";
  const mailer = createMailer({ smtpUrl, from, production: false, log, timing: { ...fast, ...timing }, ...rest });
  cleanUp.push(() => mailer.close());
  return { mailer, lines };
}

const mailTo = (to: string, lifeMs = 60_000): Mail => ({
  ...codeMail({ to, code: "482913", purpose: "register", minutes: 5 }),
  expiresAt: Date.now() + lifeMs,
});

/** Not `drain`, which would bring a waiting mail forward. */
const settled = (mailer: Mailer) =>
  vi.waitFor(() => expect(mailer.stats.queued).toBe(0), { timeout: 120_000, interval: 5 });

describe("delivery", () => {
  it("sends both parts, a subject in UTF-8, and the headers that keep automatic answers away", async () => {
    const server = await smtp();
    const { mailer, lines } = mailerTo(`smtp://127.0.0.1:${server.port}?ignoreTLS=true`);
    const mail = mailTo("mei@example.org");
    mailer.send(mail);
    expect(server.received).toHaveLength(0);
    await settled(mailer);

    const [got] = server.received;
    expect(got?.recipients).toEqual(["mei@example.org"]);
    expect(got?.headers.get("subject")).toBe("注册验证码 / Registration code");
    expect(got?.headers.get("from")).toBe("Storefront <shop@example.com>");
    expect(got?.headers.get("to")).toBe("mei@example.org");
    expect(got?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(got?.headers.get("message-id")).toMatch(/^<[\da-f-]{36}@example\.com>$/);
    expect(got?.parts.get("text/plain")?.trimEnd()).toBe(mail.text.trimEnd());
    expect(got?.parts.get("text/html")?.trimEnd()).toBe(mail.html.trimEnd());
    expect(mailer.stats).toEqual({ queued: 0, sent: 1, retried: 0, failed: 0 });
    expect(lines.join("")).toContain(addressHash("mei@example.org"));
    expect(lines.join("")).not.toMatch(/mei|example\.org|482913/);
  });

  it("reads a list of addresses as one bad address", async () => {
    const server = await smtp();
    const { mailer } = mailerTo(`smtp://127.0.0.1:${server.port}?ignoreTLS=true`);
    mailer.send(mailTo("a@example.org, b@example.org"));
    await settled(mailer);
    expect(server.received).toEqual([]);
    expect(mailer.stats).toMatchObject({ retried: 0, failed: 1 });
  });

  it.each([
    ["STARTTLS", "smtp", {}],
    ["TLS from the start", "smtps", { secure: true }],
  ])("signs in with the URL's credentials through %s, self-signed certificate accepted", async (_, scheme, options) => {
    const seen: unknown[] = [];
    const server = await smtp({
      ...options,
      authOptional: false,
      onAuth({ username, password }, { secure }, done) {
        seen.push([username, password, secure]);
        done(null, { user: username });
      },
    });
    const { mailer } = mailerTo(
      `${scheme}://shop%40host:p%3A%2Fss@127.0.0.1:${server.port}?tls.rejectUnauthorized=false`,
    );
    mailer.send(mailTo("mei@example.org"));
    await settled(mailer);
    expect(mailer.stats.sent).toBe(1);
    expect(seen).toEqual([["shop@host", "p:/ss", true]]);
  });

  it("gives a self-signed certificate nothing unless the URL says so", async () => {
    const server = await smtp({ secure: true });
    const { mailer, lines } = mailerTo(`smtps://127.0.0.1:${server.port}`, { timing: { maxTries: 2 } });
    mailer.send(mailTo("mei@example.org"));
    await settled(mailer);
    expect(server.received).toHaveLength(0);
    expect(lines.at(-1)).toMatch(/certificate/);
  });

  it("keeps connections and does not exceed the URL's maxConnections", async () => {
    let open = 0;
    let most = 0;
    const server = await smtp({
      onConnect: (_, done) => ((most = Math.max(most, ++open)), done()),
      onClose: () => void open--,
    });
    const { mailer } = mailerTo(`smtp://127.0.0.1:${server.port}?ignoreTLS=true&maxConnections=2`);
    for (let i = 0; i < 30; i++) mailer.send(mailTo(`u${i}@example.org`));
    await mailer.drain(3000);
    expect(mailer.stats).toMatchObject({ queued: 0, sent: 30 });
    expect(most).toBe(2);
  });
});

describe("failures", () => {
  it("does not repeat a refusal for good, and logs it without the address", async () => {
    let asked = 0;
    const server = await smtp({
      onRcptTo({ address }, _, done) {
        asked += 1;
        done(
          Object.assign(new Error(`5.1.1 <${address}>: no mailbox Mei.Lin here, code 482913`), { responseCode: 550 }),
        );
      },
    });
    const { mailer, lines } = mailerTo(`smtp://127.0.0.1:${server.port}?ignoreTLS=true`);
    mailer.send(mailTo("mei.lin@example.org"));
    await settled(mailer);
    expect(asked).toBe(1);
    expect(mailer.stats).toEqual({ queued: 0, sent: 0, retried: 0, failed: 1 });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      to: addressHash("mei.lin@example.org"),
      smtpCode: 550,
      command: "RCPT TO",
      loss: "refused",
      reason: expect.stringContaining("550 5.1.1"),
    });
    expect(lines.join("")).not.toMatch(/mei|lin|example\.org|482913/i);
  });

  it("does not repeat a rejected password, nor log it", async () => {
    const onAuth = vi.fn((_auth, _session, done) => done(new Error("no such user shop")));
    const server = await smtp({ onAuth, authOptional: false });
    const { mailer, lines } = mailerTo(`smtp://shop:hunter2@127.0.0.1:${server.port}?tls.rejectUnauthorized=false`);
    mailer.send(mailTo("mei@example.org"));
    await settled(mailer);
    expect(onAuth).toHaveBeenCalledOnce();
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ smtpCode: 535, errorCode: "EAUTH", loss: "refused" });
    expect(lines.join("")).not.toContain("hunter2");
  });

  it("repeats a temporary refusal, with the same Message-ID", async () => {
    const ids: (string | undefined)[] = [];
    let asked = 0;
    const server = await smtp({
      onRcptTo: (_address, _session, done) =>
        ++asked < 3 ? done(Object.assign(new Error("4.2.0 greylisted"), { responseCode: 451 })) : done(),
    });
    const { mailer, lines } = mailerTo(`smtp://127.0.0.1:${server.port}?ignoreTLS=true`);
    mailer.send(mailTo("mei@example.org"));
    await settled(mailer);
    for (const { headers } of server.received) ids.push(headers.get("message-id"));
    expect(ids).toHaveLength(1);
    expect(mailer.stats).toEqual({ queued: 0, sent: 1, retried: 2, failed: 0 });
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ smtpCode: 451, permanent: false });
  });

  it("gives up a server that never greets when the mail expires", async () => {
    const server = await silent();
    const { mailer, lines } = mailerTo(`smtp://127.0.0.1:${server.port}`, { timing: { greetingMs: 40 } });
    mailer.send(mailTo("mei@example.org", 400));
    await settled(mailer);
    expect(mailer.stats).toMatchObject({ sent: 0, failed: 1 });
    expect(mailer.stats.retried).toBeGreaterThan(0);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ errorCode: "ETIMEDOUT", reason: "Greeting never received" });
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ loss: "expired" });
  });

  it("ends a try that dribbles on without ever falling silent", async () => {
    const server = await raw((socket) => {
      const dribble = setInterval(() => socket.write("250-wait\r\n"), 10);
      socket.on("close", () => clearInterval(dribble)).write("220 ready\r\n");
    });
    const { mailer, lines } = mailerTo(`smtp://127.0.0.1:${server.port}`, { timing: { maxTries: 1, tryMs: 60 } });
    mailer.send(mailTo("mei@example.org"));
    await settled(mailer);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ loss: "too many tries", reason: "not delivered within 60 ms" });
  });

  it("delivers once a server that was away is back", async () => {
    const port = await freePort();
    const { mailer, lines } = mailerTo(`smtp://127.0.0.1:${port}?ignoreTLS=true`, { timing: { maxTries: 50 } });
    mailer.send(mailTo("mei@example.org"));
    await vi.waitFor(() => expect(mailer.stats.retried).toBeGreaterThan(1), { timeout: 120_000, interval: 5 });
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ errorCode: "ECONNREFUSED" });
    const server = await smtp({}, port);
    await settled(mailer);
    expect(server.received).toHaveLength(1);
  });

  it("goes on when the server dropped the pooled connection meanwhile", async () => {
    const server = await smtp();
    const { mailer } = mailerTo(`smtp://127.0.0.1:${server.port}?ignoreTLS=true`);
    mailer.send(mailTo("a@example.org"));
    await settled(mailer);
    server.hangUp();
    mailer.send(mailTo("b@example.org"));
    await settled(mailer);
    expect(mailer.stats).toMatchObject({ sent: 2, failed: 0 });
  });
});

describe("bounds and shutdown", () => {
  it("takes no more than the queue's limit, and counts those under way", async () => {
    const server = await silent();
    const { mailer } = mailerTo(`smtp://127.0.0.1:${server.port}`, {
      queueLimit: 3,
      timing: { greetingMs: 5000, tryMs: 5000 },
    });
    for (const name of ["a", "b", "c"]) mailer.send(mailTo(`${name}@example.org`));
    expect(() => mailer.send(mailTo("d@example.org"))).toThrow(expect.objectContaining({ reason: "queue-full" }));
    await vi.waitFor(() => expect(server.sockets.size).toBe(3), { timeout: 120_000, interval: 5 });
    expect(() => mailer.send(mailTo("d@example.org"))).toThrow(MailUnavailable);
    expect(mailer.stats.queued).toBe(3);
  });

  it("lets expired mails make room", async () => {
    const server = await silent();
    const { mailer, lines } = mailerTo(`smtp://127.0.0.1:${server.port}?maxConnections=1`, { queueLimit: 2 });
    mailer.send(mailTo("a@example.org"));
    await vi.waitFor(() => expect(server.sockets.size).toBe(1), { timeout: 120_000, interval: 5 });
    mailer.send(mailTo("b@example.org", 1));
    await new Promise((resolve) => setTimeout(resolve, 3));
    mailer.send(mailTo("c@example.org"));
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ to: addressHash("b@example.org"), loss: "expired" });
  });

  it("drains: brings waiting mails forward and resolves when all is settled", async () => {
    let asked = 0;
    const server = await smtp({
      onRcptTo: (_address, _session, done) =>
        ++asked === 1 ? done(Object.assign(new Error("busy"), { responseCode: 451 })) : done(),
    });
    const { mailer } = mailerTo(`smtp://127.0.0.1:${server.port}?ignoreTLS=true`, {
      timing: { retryBaseMs: 30_000, retryMaxMs: 30_000 },
    });
    mailer.send(mailTo("mei@example.org"));
    await vi.waitFor(() => expect(mailer.stats.retried).toBe(1), { timeout: 120_000, interval: 5 });
    await mailer.drain(2000);
    expect(mailer.stats).toMatchObject({ queued: 0, sent: 1 });
  });

  it("stops draining after its time; close then gives up the rest, each with a line", async () => {
    const server = await silent();
    const { mailer, lines } = mailerTo(`smtp://127.0.0.1:${server.port}`, {
      timing: { greetingMs: 60_000, tryMs: 60_000 },
    });
    for (let i = 0; i < 8; i++) mailer.send(mailTo(`u${i}@example.org`));
    const startedAt = performance.now();
    await mailer.drain(60);
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    expect(mailer.stats.queued).toBe(8);
    mailer.close();
    await settled(mailer);
    expect(mailer.stats.failed).toBe(8);
    expect(lines.filter((line) => line.includes(`"loss":"shut down"`))).toHaveLength(8);
    expect(() => mailer.send(mailTo("mei@example.org"))).toThrow(expect.objectContaining({ reason: "closed" }));
  });

  it("does not keep the process alive for a mail that waits", async () => {
    const url = new URL("./mailer.ts", import.meta.url).href;
    const script = `
      const { createMailer } = await import(${JSON.stringify(url)});
      const log = { info() {}, error() {}, warn: () => console.log("will try again") };
      const timing = { retryBaseMs: 60000, retryMaxMs: 60000 };
      createMailer({ smtpUrl: "smtp://127.0.0.1:${await freePort()}", from: "a@b.c", production: false, log, timing })
        .send({ to: "x@y.z", subject: "", text: "", html: "", expiresAt: Date.now() + 300000 });`;
    const run = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], { timeout: 5000 });
    expect(run.stdout.trim()).toBe("will try again");
  });
});

describe("without SMTP_URL", () => {
  it("keeps the last hundred mails in memory, newest first", async () => {
    const { mailer, lines } = mailerTo(undefined);
    for (let i = 1; i <= 120; i++) mailer.send(mailTo(`u${i}@example.org`));
    await mailer.drain(1000);
    expect(mailer.canSend).toBe(true);
    expect(mailer.outbox?.total).toBe(120);
    expect(mailer.outbox?.list().map(({ to }) => to)).toEqual(
      Array.from({ length: 100 }, (_, i) => `u${120 - i}@example.org`),
    );
    expect(lines.join("")).not.toMatch(/example\.org|482913/);
  });

  it("cannot send in production, and says so", () => {
    const { mailer } = mailerTo(undefined, { production: true });
    expect(mailer.canSend).toBe(false);
    expect(mailer.outbox).toBeUndefined();
    expect(() => mailer.send(mailTo("mei@example.org"))).toThrow("SMTP_URL is not set");
  });
});
