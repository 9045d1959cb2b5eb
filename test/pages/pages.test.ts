import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { describeInBrowser, launch, tryPage, WIDTHS } from "../fixtures/browser.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";

const asBrowser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

describe("the server's own address", () => {
  it("is a page for browsers, and says to programs where the doors are", async () => {
    const page = await server.send("GET", "/", { headers: asBrowser });
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("vary")).toContain("Accept");
    const { json } = await server.send("GET", "/");
    for (const path of [json.health, `${json.rest}/products`]) {
      expect((await server.send("GET", path)).status, path).toBe(200);
    }
  });

  it("lets nothing run, load or frame it that is not this server's", async () => {
    const { headers } = await server.send("GET", "/", { headers: asBrowser });
    expect(headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  });

  it.each([
    ["by itself", {}],
    ["to a developer whose mails go out", { NODE_ENV: "development", SMTP_URL: "smtp://127.0.0.1:9" }],
    ["in production, without the explorer", { NODE_ENV: "production", GRAPHQL_EXPLORER: "off" }],
  ])("leads only to what is there: %s", async (_to, env: Record<string, string>) => {
    const other = await startServer({ HOST: "127.0.0.1", ...env });
    onTestFinished(() => other.close());
    const open = (path: string) => other.send("GET", path, { headers: asBrowser });
    for (const page of ["/", "/dev/requests", "/nowhere"]) {
      const shown = (await open(page)).text.replaceAll(/<[^>]*data-shown="off"[^>]*>/g, "");
      const paths = [...shown.matchAll(/(?:href|src)="(\/[^"]*)"/g)].map(([, path = ""]) => path);
      expect(paths.length).toBeGreaterThan(3);
      for (const path of new Set(paths)) expect((await open(path)).status, `${page} leads to ${path}`).toBe(200);
    }
  });
});

describe("an address that leads nowhere", () => {
  it("is a page for browsers, and JSON for everybody else", async () => {
    const page = await server.send("GET", "/nowhere", { headers: asBrowser });
    expect([page.status, page.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    expect((await server.send("GET", "/nowhere")).json).toEqual({ detail: "Not Found" });
    expect((await server.send("POST", "/nowhere", { headers: asBrowser })).json).toEqual({ detail: "Not Found" });
  });

  it("below the contracts' paths is what they say, to browsers too", async () => {
    const answer = await server.send("GET", "/api/nowhere", { headers: asBrowser });
    expect([answer.status, answer.json]).toEqual([404, { detail: "Not Found" }]);
  });
});

describeInBrowser("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it.each(WIDTHS)("the first page shows products and asks each door: %i px", async (width) => {
    const act = async (page: Page) => {
      await page.locator("#products img").first().waitFor();
      expect(await page.locator("#products .card").count()).toBe(8);
      for (const button of await page.locator("[data-ask]").all()) {
        await button.click();
        await page.getByLabel(`What ${await button.getAttribute("data-ask")} answered`).waitFor();
        expect(await page.locator("#answer .good").count()).toBe(1);
      }
    };
    await tryPage(browser, `${server.url}/`, { width, act });
  });

  it.each(WIDTHS)("the explorer runs its first example: %i px", async (width) => {
    const act = async (page: Page) => {
      await page.locator(".graphiql-query-editor .view-line").first().waitFor();
      await page.getByRole("button", { name: "Execute query (Ctrl-Enter)" }).click();
      await page.locator(".graphiql-response").getByText('"totalCount"').waitFor();
      await page.getByText("Examples", { exact: true }).click();
      await page.getByRole("heading", { name: "Administration" }).waitFor();
    };
    await tryPage(browser, `${server.url}/graphql`, { width, act });
  });

  it.each(WIDTHS)("the page for what is not there leads back: %i px", async (width) => {
    const act = async (page: Page) => {
      await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
      const back = page.getByRole("link", { name: "To the first page" });
      expect(await back.getAttribute("href")).toBe("/");
    };
    // Chromium notes the status of the page itself.
    await tryPage(browser, `${server.url}/nowhere`, { width, excused: /status of 404/, act });
  });
});
