import { describe, expect, it } from "vitest";
import { freshName } from "../fixtures/fresh.ts";
import { type Headers, isWritten, type Site, site, type Write, writes } from "./support.ts";

type Origin = (host: string) => string;

async function expectRefusal(write: Write, { server, browser }: Site, headers: Headers): Promise<void> {
  const name = freshName();
  write.expectRefused(await write.send(server, { cookie: browser.cookie, ...headers }, name));
  expect(await isWritten(server, name)).toBe(false);
}

async function expectSuccess(write: Write, { server, browser }: Site, headers: Headers): Promise<void> {
  const name = freshName();
  const { status, json } = await write.send(server, { cookie: browser.cookie, ...headers }, name);
  expect([status, json.errors]).toEqual([write.status, undefined]);
  expect(await isWritten(server, name)).toBe(true);
}

const sameHost: readonly (readonly [string, Origin])[] = [
  ["the server's own", (host) => `http://${host}`],
  ["the server's own, with TLS in front of it", (host) => `https://${host}`],
  // The cookie goes to every port of a host: what stands at another one is no other site.
  ["the server's own host at another port", () => "http://127.0.0.1:1"],
  ["the server's own host without a port", () => "http://127.0.0.1"],
];

const otherOrigins: readonly (readonly [string, Origin])[] = [
  ["another host", () => "https://evil.example"],
  ["another host's same port", (host) => `http://evil.example:${new URL(`http://${host}`).port}`],
  ["another host of the same network", () => "http://127.0.0.2"],
  ["another name of the host", (host) => `http://localhost:${new URL(`http://${host}`).port}`],
  ["a host that begins like it", (host) => `http://${host}.evil.example`],
  ["a host behind its name", (host) => `http://${host}@evil.example`],
  ["a query with its name", (host) => `http://evil.example/?http://${host}`],
  ["another scheme", (host) => `ftp://${host}`],
  ["an extension", (host) => `chrome-extension://${host}`],
  ["null", () => "null"],
  ["nothing", () => ""],
  ["garbage", () => "::::"],
  ["the host alone", (host) => host],
  ["two origins", (host) => `http://${host}, https://evil.example`],
];

describe.each(writes)("a write through the door $door with the cookie", (write) => {
  const at = site();

  it.each(["cross-site", "same-site", "cross-origin", "Same-Origin", "same-origin, cross-site", "", "whatever"])(
    "is refused when the browser calls it %j",
    async (value) => {
      await expectRefusal(write, at(), { "sec-fetch-site": value });
    },
  );

  it.each(["same-origin", "none"])("passes when the browser calls it %j", async (value) => {
    await expectSuccess(write, at(), { "sec-fetch-site": value });
  });

  it("is the host's own when the browser calls it same-site and the host names are equal", async () => {
    const { hostname } = new URL(at().server.url);
    await expectSuccess(write, at(), { "sec-fetch-site": "same-site", origin: `http://${hostname}:3000` });
    await expectRefusal(write, at(), { "sec-fetch-site": "same-site", origin: `http://blog.${hostname}` });
    await expectRefusal(write, at(), { "sec-fetch-site": "same-site", origin: "http://localhost" });
  });

  it("believes the browser before the origin", async () => {
    await expectRefusal(write, at(), { "sec-fetch-site": "cross-site", origin: at().server.url });
    await expectSuccess(write, at(), { "sec-fetch-site": "same-origin", origin: "https://evil.example" });
  });

  describe("from an older browser", () => {
    it.each(otherOrigins)("is refused when the origin is %s", async (_what, origin) => {
      await expectRefusal(write, at(), { origin: origin(at().host) });
    });

    it.each(sameHost)("passes when the origin is %s", async (_what, origin) => {
      await expectSuccess(write, at(), { origin: origin(at().host) });
    });

    it("passes without any origin: it is not a page that sends it", async () => {
      await expectSuccess(write, at(), {});
    });

    it("is not fooled by a forged host", async () => {
      await expectRefusal(write, at(), { origin: "https://evil.example", "x-forwarded-host": "evil.example" });
    });
  });
});

describe.each(writes)("behind a proxy with TLS, a write through the door $door with the cookie", (write) => {
  const at = site({ TRUST_PROXY: "1" });
  const proxied = { "x-forwarded-proto": "https", "x-forwarded-host": "shop.example", "x-forwarded-for": "192.0.2.1" };

  it.each(["https://shop.example", "https://shop.example:443", "https://shop.example:8443"])(
    "passes from %s",
    async (origin) => {
      await expectSuccess(write, at(), { ...proxied, origin });
    },
  );

  it("passes when the proxy names the port, too", async () => {
    const headers = { ...proxied, "x-forwarded-host": "shop.example:443", origin: "https://shop.example" };
    await expectSuccess(write, at(), headers);
  });

  it.each(["http://shop.example", "https://www.shop.example", "https://example"])(
    "is refused from %s",
    async (origin) => {
      await expectRefusal(write, at(), { ...proxied, origin });
    },
  );

  it("is refused from the server's own name inside", async () => {
    await expectRefusal(write, at(), { ...proxied, origin: at().server.url });
  });
});
