import { type Server, type IncomingHttpHeaders, request } from "node:http";
import express from "express";
import { afterEach, describe, expect, it } from "vitest";
import { createOutbox } from "../mail/outbox.ts";
import { localOnly } from "./local-only.ts";
import { devMail } from "./mail.ts";

let server: Server | undefined;
afterEach(() => new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve))));

async function start(host?: string) {
  const { outbox, add } = createOutbox();
  const app = express().use(localOnly(host), devMail(outbox, { explorer: true }));
  const listening = app.listen(0, "127.0.0.1");
  server = listening;
  await new Promise((resolve) => listening.once("listening", resolve));
  const address = listening.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const get = (path: string, headers: Record<string, string> = {}, method = "GET") => ask(port, path, headers, method);
  const put = (to: string, more: object = {}) => add({ to, subject: "s", text: "t", html: "h", expiresAt: 0, ...more });
  return { get, put };
}

/** Not fetch, which sets the Host header itself. */
function ask(port: number, path: string, headers: Record<string, string>, method: string) {
  return new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const req = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (res) => {
      let body = "";
      res.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      res.on("end", () => resolve({ status: res.statusCode, headers: res.headers, body }));
    });
    req.on("error", reject).end();
  });
}

describe("/dev/mail.json", () => {
  it("gives the mails, newest first", async () => {
    const { get, put } = await start();
    put("a@example.org");
    put("b@example.org");
    const answer = await get("/dev/mail.json");
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
    expect(answer.headers["cache-control"]).toBe("no-store");
    const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(JSON.parse(answer.body)).toEqual([
      { to: "b@example.org", subject: "s", text: "t", html: "h", sentAt: iso },
      { to: "a@example.org", subject: "s", text: "t", html: "h", sentAt: iso },
    ]);
  });

  it("tells by HEAD how many there have been", async () => {
    const { get, put } = await start();
    put("a@example.org");
    expect((await get("/dev/mail.json", {}, "HEAD")).headers["mail-total"]).toBe("1");
  });
});

describe("/dev/mail", () => {
  it("escapes everything and keeps the HTML part in a sandbox", async () => {
    const { get, put } = await start();
    put(`"><script>to</script>`, { subject: "<b>s</b>", text: "</pre><i>t", html: `<p title="x">'&amp;</p></iframe>` });
    const { body } = await get("/dev/mail");
    expect(body).toContain("&quot;&gt;&lt;script&gt;to&lt;/script&gt;");
    expect(body).toContain("&lt;b&gt;s&lt;/b&gt;");
    expect(body).toContain("&lt;/pre&gt;&lt;i&gt;t");
    const srcdoc = "&lt;p title=&quot;x&quot;&gt;&#39;&amp;amp;&lt;/p&gt;&lt;/iframe&gt;";
    expect(body).toContain(`<iframe sandbox title="HTML part" loading="lazy" srcdoc="${srcdoc}"></iframe>`);
  });

  it("has a policy that lets only its own script run, and is never stored", async () => {
    const { get } = await start();
    const { headers, body } = await get("/dev/mail");
    const nonce = /script-src 'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1];
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none';/);
    expect(body).toContain(`<script nonce="${nonce}">`);
    expect(body).toContain("No mail yet");
    expect(body).not.toMatch(/(?:src|href)="https?:/);
    expect(headers["cache-control"]).toBe("no-store");
    expect((await get("/dev/mail")).headers["content-security-policy"]).not.toContain(nonce);
  });
});

describe("who may look", () => {
  it.each(["localhost", "LOCALHOST:4000", "127.0.0.1:1", "[::1]:4000", "[::1]", "shop.test:4000"])(
    "Host %s may",
    async (host) => {
      const { get } = await start("shop.test");
      expect((await get("/dev/mail", { host })).status).toBe(200);
    },
  );

  it.each([
    "evil.test",
    "localhost.evil.test",
    "127.0.0.1.evil.test:4000",
    "evil.test@localhost",
    "localhost/x",
    "[::1",
  ])("Host %j may not", async (host) => {
    const { get, put } = await start();
    put("a@example.org");
    for (const path of ["/dev/mail", "/dev/mail.json"]) {
      const answer = await get(path, { host, "x-forwarded-host": "localhost" });
      expect(answer.status).toBe(403);
      expect(answer.body).not.toContain("example.org");
    }
  });

  it("takes a configured IPv6 address with or without brackets", async () => {
    const { get } = await start("fd00::5");
    expect((await get("/dev/mail", { host: "[fd00::5]:4000" })).status).toBe(200);
  });

  it("refuses what another site asks for", async () => {
    const { get } = await start();
    expect((await get("/dev/mail.json", { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await get("/dev/mail.json", { "sec-fetch-site": "same-origin" })).status).toBe(200);
  });
});

it.each(["forwarded", "via", "x-forwarded-for", "x-real-ip"])("keeps out what a proxy passes on (%s)", async (name) => {
  const { get } = await start();
  expect((await get("/dev/mail.json")).status).toBe(200);
  expect((await get("/dev/mail.json", { [name]: "203.0.113.7" })).status).toBe(403);
});
