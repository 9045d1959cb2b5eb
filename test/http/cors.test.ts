import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PASSWORD, type Reply, send, signIn } from "../csrf/support.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";

const LISTED = ["https://shop.example", "http://localhost:5173", "capacitor://localhost", "null"];
const UNLISTED = ["https://evil.example", "https://shop.example:8443", "http://shop.example", "http://localhost:3000"];

let catalog = "";
beforeAll(async () => {
  catalog = await mkdtemp(join(tmpdir(), "cors-"));
  await mkdir(join(catalog, "x"));
  await writeFile(join(catalog, "x", "a.png"), "a picture");
});
afterAll(() => rm(catalog, { recursive: true, force: true }));

function server(env: Record<string, string>): () => TestServer {
  let running: TestServer | undefined;
  beforeAll(async () => {
    running = await startServer({ DEMO_DATA: "off", CATALOG_DIR: catalog, ...env });
  });
  afterAll(() => running?.close());
  return () => {
    if (running === undefined) throw new Error("the server runs within tests only");
    return running;
  };
}

const corsOf = ({ headers }: Reply): string[] =>
  Object.keys(headers).filter((name) => name.startsWith("access-control-"));

/** One address of each door, good and bad. */
const PATHS = [
  "/api/v2/products",
  "/api/v2/no-such-thing",
  "/api/products",
  "/api/products/popular",
  "/api/users/current",
  "/users/none",
  "/graphql?query={__typename}",
  "/.well-known/jwks.json",
  "/none",
];

describe("pages of listed origins", () => {
  const at = server({ CORS_ORIGINS: LISTED.join(", ") });

  it.each(LISTED)("may read what every door says: %s", async (origin) => {
    for (const path of PATHS) {
      const { headers } = await send(at(), "GET", path, { origin });
      expect(headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
        vary: expect.stringMatching(/\bOrigin\b/),
      });
      const exposed = String(headers["access-control-expose-headers"]).split(",");
      expect(exposed).toEqual(expect.arrayContaining(["X-Request-Id", "Retry-After", "ETag", "RateLimit-Remaining"]));
    }
  });

  it("may show and read pictures", async () => {
    const response = await fetch(`${at().url}/cache/catalog/x/a.png`, { headers: { origin: "https://shop.example" } });
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(response.headers.get("vary")).toMatch(/\bOrigin\b/);
    expect(await response.text()).toBe("a picture");
  });

  it.each(LISTED)("may ask first for every method and header: %s", async (origin) => {
    for (const path of ["/graphql", "/api/v2/products/1", "/api/users/1", "/users/login", "/cache/catalog/x/a.png"]) {
      const { status, headers } = await send(at(), "OPTIONS", path, {
        origin,
        "access-control-request-method": "PATCH",
        "access-control-request-headers": "authorization,content-type,x-own",
      });
      expect(status).toBe(204);
      expect(headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
        "access-control-allow-headers": "authorization,content-type,x-own",
        "access-control-max-age": "600",
      });
      expect(String(headers["access-control-allow-methods"]).split(",")).toEqual(
        expect.arrayContaining(["GET", "POST", "PUT", "PATCH", "DELETE"]),
      );
    }
  });

  it("sign in with the cookie, and write with it", async () => {
    const { email, cookie } = await signIn(at());
    const from = { origin: "https://shop.example", "sec-fetch-site": "cross-site" };
    const login = await send(at(), "POST", "/users/login", from, { account: email, password: PASSWORD });
    expect([login.status, login.headers["set-cookie"]?.length]).toEqual([200, 1]);
    const made = await send(at(), "POST", "/api/v2/products", { ...from, cookie }, { name: "Lamp", price: 1 });
    expect(made.status).toBe(201);
    expect((await send(at(), "GET", "/users/logout", { ...from, cookie })).status).toBe(200);
  });
});

describe.each(UNLISTED)("a page of %s, which is not listed", (origin) => {
  const at = server({ CORS_ORIGINS: LISTED.join(",") });

  it("may read nothing, and is not let in by a preflight", async () => {
    for (const path of PATHS) {
      const reply = await send(at(), "GET", path, { origin });
      expect(corsOf(reply).filter((name) => name === "access-control-allow-origin")).toEqual([]);
      // So that no cache takes this answer for one to a listed page.
      expect(reply.headers["vary"]).toMatch(/\bOrigin\b/);
      const asked = await send(at(), "OPTIONS", path, { origin, "access-control-request-method": "POST" });
      expect(asked.headers["access-control-allow-origin"]).toBeUndefined();
      expect(asked.headers["access-control-allow-methods"]).toBeUndefined();
    }
  });

  it("signs nobody in", async () => {
    const { email } = await signIn(at());
    const login = await send(at(), "POST", "/users/login", { origin }, { account: email, password: PASSWORD });
    expect([login.status, login.headers["set-cookie"]]).toEqual([403, undefined]);
  });
});

describe("in development", () => {
  const at = server({ NODE_ENV: "development" });

  it.each(["http://localhost:5173", "https://localhost", "http://127.0.0.1:8080"])("%s may call", async (origin) => {
    const { headers } = await send(at(), "GET", "/api/v2/products", { origin });
    expect(headers["access-control-allow-origin"]).toBe(origin);
  });

  it.each(["http://localhost.evil.example", "http://evil.example", "null", "http://127.0.0.10"])(
    "%s may not",
    async (origin) => {
      const { headers } = await send(at(), "GET", "/api/v2/products", { origin });
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    },
  );
});

describe("without CORS_ORIGINS", () => {
  const at = server({ NODE_ENV: "production" });

  it("no page of another origin may call, and answers do not vary by it", async () => {
    const { headers } = await send(at(), "GET", "/api/v2/products", { origin: "http://localhost:4000" });
    expect([headers["access-control-allow-origin"], headers["vary"]]).toEqual([undefined, undefined]);
  });
});

describe("COOKIE_SECURE=off", () => {
  const at = server({ COOKIE_SECURE: "off" });

  it("leaves `Secure` out, when the cookie comes and when it goes", async () => {
    const { email } = await signIn(at());
    const login = await send(at(), "POST", "/users/login", {}, { account: email, password: PASSWORD });
    const [cookie = ""] = login.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/^access_token=Bearer \S+; HttpOnly; Path=\/; SameSite=Strict; Max-Age=1800$/);
    const out = await send(at(), "GET", "/users/logout", { cookie: cookie.split(";", 1)[0] ?? "" });
    expect(out.headers["set-cookie"]).toEqual(["access_token=; HttpOnly; Path=/; SameSite=Strict; Max-Age=0"]);
  });
});
