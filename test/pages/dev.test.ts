import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { describeInBrowser, launch, tryPage, WIDTHS } from "../fixtures/browser.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";

let server: TestServer;
let browser: Browser;

/** As a developer has it, whom pages show what only developers have. */
const development = { NODE_ENV: "development" };

describeInBrowser("a developer's pages in a browser", { timeout: 300_000 }, () => {
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    server = await startServer(development);
  });
  afterEach(() => server?.close());

  it.each(WIDTHS)("/dev/mail says how to ask for a code, shows it, and copies it: %i px", async (width) => {
    const act = async (page: Page) => {
      await page.getByRole("heading", { name: "No mail yet" }).waitFor();
      expect(await page.locator("pre").innerText()).toContain(`curl ${server.url}/users/register/precheck`);
      const link = await page.getByRole("link", { name: "Ask in the explorer" }).getAttribute("href");
      expect(decodeURIComponent(link ?? "")).toMatch(/^\/graphql#query=mutation\+AskForCode/);
      const email = freshEmail();
      await server.send("POST", "/users/register/precheck", { body: { email } });
      // By itself, within moments.
      await page.locator("summary", { hasText: email }).waitFor();
      const shown = await page.locator(".code code").innerText();
      expect(shown).toMatch(/^\d{6}$/);
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await page.getByRole("button", { name: "Copy the code" }).click();
      await page.getByRole("button", { name: "Copied" }).waitFor();
      expect(await page.evaluate("navigator.clipboard.readText()")).toBe(shown);
    };
    await tryPage(browser, `${server.url}/dev/mail`, { width, act });
  });

  it.each(WIDTHS)("/dev/requests shows what became of each request: %i px", async (width) => {
    const act = async (page: Page) => {
      await page.getByText("No request yet").waitFor();
      await server.send("POST", "/users/login", { body: { account: "nobody", password: "not to be shown" } });
      await server.send("GET", "/api/v2/products?first=2&search=sensor");
      await page.locator("summary", { hasText: "/api/v2/products" }).click();
      const entry = page.locator("details[open]");
      await entry.getByRole("heading", { name: "SQL" }).waitFor();
      const text = await entry.innerText();
      expect(text).toContain("GET /api/v2/products");
      expect(text).toMatch(/query \w+/);
      expect(text).toContain("SELECT");
      const link = entry.getByRole("link", { name: "Open in GraphiQL" });
      expect(await link.getAttribute("href")).toMatch(/^\/graphql#query=query/);
      await page.getByLabel("Only those with").fill("login");
      await page.locator("summary", { hasText: "/api/v2/products" }).waitFor({ state: "detached" });
      await page.locator("summary", { hasText: "POST /users/login" }).click();
      await page.getByText("INVALID_CREDENTIALS").first().waitFor();
      expect(await page.content()).not.toContain("not to be shown");
    };
    await tryPage(browser, `${server.url}/dev/requests`, { width, act });
  });

  it.each(WIDTHS)("the first page opens the explorer as an administrator: %i px", async (width) => {
    const act = async (page: Page) => {
      await page.getByRole("button", { name: "Open as an administrator" }).click();
      await page.getByText("administrator@demo.invalid").waitFor();
      await page.locator(".graphiql-query-editor .view-line", { hasText: "WhoAmI" }).waitFor();
      expect(await page.locator(".graphiql-tab-active").innerText()).toContain("WhoAmI");
      await page.locator(".graphiql-tab", { hasText: "Browse" }).waitFor();
      await page.getByRole("button", { name: "Execute query (Ctrl-Enter)" }).click();
      await page.locator(".graphiql-response").getByText('"isAdmin"').waitFor();
      await page.goto(server.url);
      await page.locator("#products img").first().waitFor();
    };
    await tryPage(browser, `${server.url}/`, { width, act });
  });
});
