import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";

const DAY = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();

async function withCalendar(routes: Record<string, unknown>): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "calendar-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "calendar.json");
  await writeFile(file, JSON.stringify({ routes }));
  const server = await startServer({ DEMO_DATA: "off", LEGACY_CALENDAR: file });
  onTestFinished(() => server.close());
  return server;
}

describe("the calendar of the old contracts", () => {
  it("announces the end of a route, with what takes its place, and says nothing of the others", async () => {
    const { send } = await withCalendar({
      "GET /api/products/product/{product_id}": { deprecated: "2026-01-01", sunset: "2099-06-30T12:00:00+02:00" },
      "POST /users/login": { deprecated: "2026-01-01" },
    });
    const product = await send("GET", "/api/products/product/7");
    expect(product.status).toBe(404);
    expect(Object.fromEntries(product.headers)).toMatchObject({
      deprecation: "@1767225600",
      sunset: "Tue, 30 Jun 2099 10:00:00 GMT",
      link:
        '</docs/moving#get-api-products-product-product-id>; rel="deprecation"; type="text/html", ' +
        '</api/v2/products/7>; rel="successor-version"',
    });
    const login = await send("POST", "/users/login", { body: { account: "a", password: "b" } });
    expect(login.headers.get("deprecation")).toBe("@1767225600");
    expect(login.headers.get("sunset")).toBeNull();
    expect(login.headers.get("link")).toContain('</api/v2/sessions>; rel="successor-version"');
    const other = await send("GET", "/api/products/popular");
    expect(["deprecation", "sunset", "link"].map((name) => other.headers.get(name))).toEqual([null, null, null]);
  });

  it("has brown-outs, in which a route is gone for a while in its own words [bearer GONE] [envelope GONE]", async () => {
    const brownouts = [{ from: inDays(1), to: inDays(2) }];
    const fate = { deprecated: "2026-01-01", sunset: inDays(10), gone: inDays(20), brownouts };
    const server = await withCalendar({ "GET /api/products": fate, "GET /api/users/me": fate });
    expect((await server.send("GET", "/api/products")).status).toBe(200);
    server.advance(1.5 * DAY);
    const away = await server.send("GET", "/api/products");
    expect([away.status, away.json]).toEqual([410, { code: 410, message: "接口已停用", data: null }]);
    expect(Number(away.headers.get("retry-after"))).toBeGreaterThan(DAY / 2000 - 600);
    const me = await server.send("GET", "/api/users/me");
    expect([me.status, me.json]).toEqual([410, { detail: "Gone" }]);
    server.advance(DAY);
    expect((await server.send("GET", "/api/products")).status).toBe(200);
    // Its last day has come; other methods of the path go on.
    server.advance(18 * DAY);
    const gone = await server.send("GET", "/api/products");
    expect([gone.status, gone.headers.get("retry-after")]).toEqual([410, null]);
    expect(gone.headers.get("deprecation")).toBe("@1767225600");
    expect((await server.send("POST", "/api/products", { body: {} })).status).toBe(401);
    expect((await server.graphql("{ products { totalCount } }")).data).toEqual({ products: { totalCount: 0 } });
  });

  it.each([
    [
      "a route that there is not",
      { "GET /api/nothing": { deprecated: "2026-01-01" } },
      "there is no route GET /api/nothing",
    ],
    [
      "a time without a zone",
      { "GET /api/products": { deprecated: "2026-01-01T00:00:00" } },
      "must be a day or a moment",
    ],
    ["an end that nobody is told of", { "GET /api/products": { gone: "2026-01-01" } }, "since when it is deprecated"],
    [
      "an end before it was announced",
      { "GET /api/products": { deprecated: "2026-02-01", sunset: "2026-01-01" } },
      "sunset before",
    ],
    [
      "a brown-out that ends before it starts",
      { "GET /api/products": { deprecated: "2026-01-01", brownouts: [{ from: "2026-03-02", to: "2026-03-01" }] } },
      "must end after",
    ],
    ["a word that means nothing", { "GET /api/products": { depricated: "2026-01-01" } }, "depricated"],
  ])("keeps the server from starting with %s", async (_what, routes, words) => {
    await expect(withCalendar(routes)).rejects.toThrow(words);
  });
});
