import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { inChinese } from "../../src/docs/moving/words.ts";
import { oldRoutes } from "../../src/docs/moving/routes.ts";
import { knownRoutes } from "../../src/legacy/rehearsal/routes.ts";
import { describeInBrowser, launch, tryPage, WIDTHS } from "../fixtures/browser.ts";
import { PASSWORD } from "../fixtures/person.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { newcomer } from "../graphql/support.ts";

const asBrowser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const routes = oldRoutes(loadConfig({ NODE_ENV: "test" }));

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const textOf = async (path: string, headers = {}) =>
  (await server.send("GET", path, { headers: { ...asBrowser, ...headers } })).text;

describe("the page about moving", () => {
  it("has each route of both contracts, where answers of a route that ends link to", async () => {
    const page = await textOf("/docs/moving");
    const dataDir = await mkdtemp(join(tmpdir(), "calendar-"));
    const file = join(dataDir, "calendar.json");
    const names = knownRoutes.map(({ name }) => name).filter((name) => !name.includes("/cache/"));
    const ends = Object.fromEntries(names.map((name) => [name, { deprecated: "2026-01-01" }]));
    await writeFile(file, JSON.stringify({ routes: ends }));
    const ending = await startServer({ LEGACY_CALENDAR: file, DEMO_DATA: "off" });
    try {
      expect(names).toHaveLength(routes.length);
      for (const name of names) {
        const [method = "", path = ""] = name.replaceAll(/\{[^}]+\}/g, "1").split(" ");
        const { headers } = await ending.send(method, path);
        const [, anchor] = /<\/docs\/moving#([^>]+)>/.exec(headers.get("link") ?? "") ?? [];
        expect(page, name).toContain(`<article class="card" id="${anchor}">`);
      }
    } finally {
      await ending.close();
      await rm(dataDir, { recursive: true });
    }
  });

  it("is in the language that the address says, or else the browser", async () => {
    expect(await textOf("/docs/moving")).toContain('<html lang="en">');
    expect(await textOf("/docs/moving", { "accept-language": "zh-CN,zh;q=0.9" })).toContain('<html lang="zh-CN">');
    expect(await textOf("/docs/moving?language=en", { "accept-language": "zh" })).toContain('<html lang="en">');
    expect(routes.filter(({ name }) => inChinese[name] === undefined)).toEqual([]);
  });

  it("gives every route an operation that this server runs, and a successor that it has", async () => {
    for (const { query, variables, successor, name } of routes) {
      const given: Record<string, unknown> | undefined = variables === null ? undefined : JSON.parse(variables);
      const { errors } = await server.graphql(query, given);
      const codes = (errors ?? []).map(({ extensions }) => extensions["code"]);
      expect(
        codes.filter((code) => String(code).startsWith("GRAPHQL_")),
        name,
      ).toEqual([]);
      expect(successor, name).toBeDefined();
    }
  });

  it("leads to no explorer where there is none", async () => {
    const without = await startServer({ GRAPHQL_EXPLORER: "off", DEMO_DATA: "off" });
    try {
      const { text } = await without.send("GET", "/docs/moving", { headers: asBrowser });
      expect(text).not.toContain("/graphql#");
      expect(text).toContain("/docs#/v2/");
    } finally {
      await without.close();
    }
  });
});

describe("the index of /api/v2", () => {
  it("is JSON for programs, with every route, and a page for browsers", async () => {
    const { json } = await server.send("GET", "/api/v2");
    expect(json.routes).toContainEqual(expect.objectContaining({ method: "POST", path: "/api/v2/sessions" }));
    const page = await textOf("/api/v2");
    for (const { method, path } of json.routes) expect(page).toContain(`<code>${method} ${path}</code>`);
  });
});

describe("the pages", () => {
  it.each(["/docs", "/docs/moving", "/api/v2"])("%s is the same with a slash at its end", async (path) => {
    expect(await textOf(`${path}/`)).toBe(await textOf(path));
  });

  it.each(["/docs", "/docs/moving", "/api/v2"])(
    "%s lets nothing run, load or frame it that is not this server's",
    async (path) => {
      const { headers, text } = await server.send("GET", path, { headers: asBrowser });
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self'/,
      );
      expect(headers.get("content-security-policy")).not.toMatch(/unsafe|https?:|\*/);
      const loaded = [...text.matchAll(/(?:src|href)="(\/[^"#]*)"/g)].map(([, address = ""]) => address);
      for (const address of new Set(loaded)) {
        expect((await server.send("GET", address, { headers: asBrowser })).status, address).toBe(200);
      }
      expect(text).not.toMatch(/(?:src|href)="(?![/#])/);
    },
  );
});

describeInBrowser("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it.each(WIDTHS)("the reference shows a route and tries it, signed in: %i px", async (width) => {
    const { email } = await newcomer(server);
    const act = async (page: Page) => {
      await page.locator("#session button").click();
      await page.locator("#sign-in [name=account]").fill(email);
      await page.locator("#sign-in [name=password]").fill(PASSWORD);
      await page.locator("#sign-in [type=submit]").click();
      await page.locator("#session span", { hasText: email }).waitFor();
      const route = page.locator("#operations-v2-get-api-v2-me");
      await route.locator(".execute").click();
      await route.locator(".live-responses-table .response-col_status", { hasText: "200" }).waitFor();
      expect(await route.locator(".live-responses-table").textContent()).toContain(email);
    };
    await tryPage(browser, `${server.url}/docs#/v2/get-api-v2-me`, { width, act });
  });

  it.each(WIDTHS)("the page about moving is there in both languages: %i px", async (width) => {
    const act = async (page: Page) => {
      await page.getByRole("heading", { level: 1, name: "Moving from REST to GraphQL" }).waitFor();
      await page.getByRole("link", { name: "中文" }).click();
      await page.getByRole("heading", { level: 1, name: "从 REST 迁移到 GraphQL" }).waitFor();
      await page.getByRole("link", { name: "POST /users/login", exact: true }).first().click();
      await page.locator("article:target", { hasText: "EnvelopeLogin" }).waitFor();
    };
    await tryPage(browser, `${server.url}/docs/moving`, { width, act });
  });

  it.each(WIDTHS)("a route's operation opens in the explorer, filled in: %i px", async (width) => {
    const act = async (page: Page) => {
      const route = page.locator("#get-api-products-product-product-id");
      await route.getByRole("link", { name: "Open in GraphiQL" }).click();
      await page.locator(".graphiql-query-editor", { hasText: "BearerProduct" }).waitFor();
      await page.getByRole("button", { name: "Execute query (Ctrl-Enter)" }).click();
      await page.locator(".graphiql-response", { hasText: "JST EL" }).waitFor();
    };
    await tryPage(browser, `${server.url}/docs/moving`, { width, act });
  });

  it.each(WIDTHS)("the index of /api/v2 has every route: %i px", async (width) => {
    const act = async (page: Page) => {
      const link = page.getByRole("link", { name: "GET /api/v2/shop" });
      expect(await link.getAttribute("href")).toBe("/docs#/v2/get-api-v2-shop");
    };
    await tryPage(browser, `${server.url}/api/v2`, { width, act });
  });
});
