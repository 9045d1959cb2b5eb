import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readExamples } from "../../src/explorer/examples/index.ts";
import { describeInBrowser, launch } from "../fixtures/browser.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";

const TITLES = ["Browse", "OneProduct", "PopularAndCategories", "Search", "Register", "SignIn", "Me", "MySessions"];

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

describe("the explorer's examples", () => {
  const examples = readExamples().map(({ task, query, variables = "{}" }) => ({
    task,
    title: /^(?:query|mutation) (\w+)/m.exec(query)?.[1] ?? "",
    query,
    // Any object: the examples' own tests hold them to their operations.
    variables: JSON.parse(variables) as Record<string, unknown>,
  }));
  const isForAll = ({ title, task }: (typeof examples)[number]) =>
    task !== "administration" && !["Me", "MySessions"].includes(title);
  let accessToken = "";

  it.each(examples.filter(isForAll))("$title runs as it is", async ({ title, query, variables }) => {
    const { status, data, errors } = await server.graphql(query, variables);
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    for (const value of Object.values(Object(data))) expect(value).not.toBeOneOf([null, undefined]);
    if (title === "Browse") expect(data.products.edges).toHaveLength(5);
    if (title === "Search") expect(data.products.edges).not.toHaveLength(0);
    if (title === "PopularAndCategories") expect(data.popularProducts).toHaveLength(5);
    if (title === "SignIn") accessToken = data.login.accessToken;
  });

  it.each(examples.filter(({ title }) => ["Me", "MySessions"].includes(title)))(
    "$title runs for whoever is signed in",
    async (example) => {
      const anonymous = await server.graphql(example.query, example.variables);
      if (example.title === "Me") expect(anonymous.data).toEqual({ me: null });
      else expect(anonymous.errors).toHaveLength(1);
      expect(accessToken).not.toBe("");
      const { data, errors } = await server.graphql(example.query, example.variables, accessToken);
      expect(errors).toBeUndefined();
      if (example.title === "Me") expect(data.me.email).toBe("ada@example.com");
      if (example.title === "MySessions") expect(data.mySessions.edges).toMatchObject([{ node: { current: true } }]);
    },
  );

  it.each(examples.filter(({ task }) => task === "administration"))(
    "$title runs for an administrator, and for nobody else",
    async ({ query, variables, title }) => {
      const { json } = await server.send("POST", "/dev/sessions", { body: { as: "administrator" } });
      expect((await server.graphql(query, variables, accessToken)).errors?.[0]?.extensions["code"]).toBe(
        title === "WhoSignedIn" ? undefined : "ADMIN_REQUIRED",
      );
      const { data, errors } = await server.graphql(query, variables, json.accessToken);
      expect(errors).toBeUndefined();
      expect(Object.keys(data)).toHaveLength(1);
    },
  );
});

describe("an operation in the address", () => {
  it("is answered with data, even to a browser", async () => {
    const search = new URLSearchParams({ query: "{ categories { name } }" });
    const accept = "text/html,application/xhtml+xml,*/*;q=0.8";
    const { status, headers, json } = await server.send("GET", `/graphql?${search}`, { headers: { accept } });
    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/json/);
    expect(json.data.categories).not.toHaveLength(0);
  });
});

describeInBrowser("the explorer in a browser", () => {
  let browser: Browser;
  let page: Page;
  let requests: string[];
  let complaints: string[];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    page.setDefaultTimeout(100_000);
    requests = [];
    complaints = [];
    context.on("request", (request) => requests.push(request.url()));
    context.on("weberror", (error) => complaints.push(String(error.error())));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    await page.addInitScript(() =>
      addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) =>
        console.error(`policy: ${effectiveDirective} ${blockedURI}`),
      ),
    );
    await page.goto(`${server.url}/graphql`);
    await page.locator(".graphiql-query-editor .view-line").first().waitFor();
  });

  afterEach(async () => {
    await page.context().close();
    expect(complaints).toEqual([]);
    expect(requests.length).toBeGreaterThan(3);
    expect(requests.filter((url) => !url.startsWith(`${server.url}/`) && !/^(data|blob):/.test(url))).toEqual([]);
  });

  /** Until GraphiQL has noted which tab is open, which is after it has learnt the operation that it would run. */
  const open = async (title: string) => {
    await page.locator(".graphiql-tab-button").getByText(title, { exact: true }).click();
    await page.waitForFunction((title) => {
      const { tabs = [], activeTabIndex = 0 } = JSON.parse(localStorage.getItem("graphiql:tabState") ?? "{}");
      return tabs[activeTabIndex]?.title === title;
    }, title);
  };
  const run = () => page.getByRole("button", { name: "Execute query (Ctrl-Enter)" }).click();
  const editor = (name: string) => page.getByRole("region", { name, exact: true });
  const result = () => page.locator(".graphiql-response");

  it("opens the examples in tabs named after them, the first with its variables", async () => {
    expect(await page.getByRole("tab").allInnerTexts()).toEqual(TITLES);
    await editor("Variables").getByText('"first"').waitFor();
  });

  it("runs an example and shows the demo data", async () => {
    await run();
    await result().getByText('"totalCount"').waitFor();
    await open("OneProduct");
    await run();
    await result().getByText("JST EL - 2 Pin Connector Kit").first().waitFor();
  });

  it("keeps the open tab over a reload, and nothing of it in the address", async () => {
    await open("Search");
    await editor("Variables").getByText('"sensor"').waitFor();
    await page.reload();
    await editor("Variables").getByText('"sensor"').waitFor();
    expect(await page.getByRole("tab").allInnerTexts()).toEqual(TITLES);
    expect(await page.getByRole("tab", { selected: true }).innerText()).toBe("Search");
    await run();
    await result().getByText("sensor", { exact: false }).first().waitFor();
    expect(page.url()).toBe(`${server.url}/graphql`);
  });

  it("heeds a token in a tab's own headers", async () => {
    const account = { email: "grace@example.com", password: "nanoseconds", firstName: "Grace" };
    await server.graphql("mutation ($input: RegisterInput!) { register(input: $input) { id } }", { input: account });
    const input = { account: account.email, password: account.password };
    const { data } = await server.graphql("mutation ($input: LoginInput!) { login(input: $input) { accessToken } }", {
      input,
    });
    await open("Me");
    await page.getByRole("button", { name: "Headers", exact: true }).click();
    await editor("Headers").click();
    await page.keyboard.insertText(JSON.stringify({ Authorization: `Bearer ${data.login.accessToken}` }));
    await run();
    await result().getByText(account.email).waitFor();
  });

  it("opens an example of the menu in a tab of its own, with its variables", async () => {
    await page.getByText("Examples", { exact: true }).click();
    await page.getByRole("link", { name: "Restock" }).click();
    await page.locator(".graphiql-query-editor .view-line", { hasText: "Restock" }).waitFor();
    await editor("Variables").getByText('"quantity"').waitFor();
    await expect.poll(() => page.getByRole("tab", { selected: true }).innerText()).toBe("Restock");
    await expect.poll(() => page.getByRole("tab").allInnerTexts()).toEqual(expect.arrayContaining(TITLES));
  });

  it("signs in for every tab, and out again", async () => {
    const account = { email: "mary@example.com", password: "sea urchins and snails" };
    await server.graphql("mutation ($input: RegisterInput!) { register(input: $input) { id } }", { input: account });
    await page.getByRole("button", { name: "Sign in" }).click();
    const dialog = page.getByRole("dialog", { name: "Sign in" });
    await dialog.getByLabel("E-mail address").fill(account.email);
    await dialog.getByLabel("Password").fill("something else");
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.getByRole("alert").getByText("Wrong account or password.").waitFor();
    // The browser notes the 401, as it has to.
    expect(complaints.splice(0)).toEqual([expect.stringContaining("401")]);
    await dialog.getByLabel("Password").fill(account.password);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await page.getByText(account.email).waitFor();

    const ask = "#" + new URLSearchParams({ query: "query Whoami { me { email } }" });
    // An address that differs after its # is no new page: GraphiQL loads itself again.
    await Promise.all([page.waitForEvent("load"), page.goto(`${server.url}/graphql${ask}`)]);
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    await page.goto("about:blank");
    await page.goto(`${server.url}/graphql${ask}`);
    await page.locator(".graphiql-query-editor .view-line", { hasText: "Whoami" }).waitFor();
    expect(page.url()).toBe(`${server.url}/graphql`);
    await run();
    await result().getByText(account.email).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await page.evaluate("localStorage.getItem('storefront:session')")).toBeNull();
  });

  it("renews a session whose token is about to expire", async () => {
    const input = { account: "mary@example.com", password: "sea urchins and snails" };
    const login = "mutation ($input: LoginInput!) { login(input: $input) { accessToken refreshToken } }";
    const { data } = await server.graphql(login, { input });
    const session = { ...data.login, expiresAt: new Date(Date.now() + 1000).toISOString(), account: input.account };
    await page.evaluate(`localStorage.setItem("storefront:session", ${JSON.stringify(JSON.stringify(session))})`);
    await run();
    await result().getByText('"totalCount"').waitFor();
    const kept = JSON.parse(String(await page.evaluate("localStorage.getItem('storefront:session')")));
    expect(kept.refreshToken).not.toBe(session.refreshToken);
    expect(Date.parse(kept.expiresAt)).toBeGreaterThan(Date.now() + 60_000);
  });

  it("says what the empty pane is for, and at phone width puts the answer below the editor", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const hint = () =>
      page.evaluate(
        "getComputedStyle(document.querySelector('.graphiql-response'), '::before').content",
      ) as Promise<string>;
    expect(await hint()).toContain("The answer will stand here");
    const [above, below] = [page.locator(".graphiql-editors"), page.locator(".graphiql-response")];
    const [editors, answer] = [await above.boundingBox(), await below.boundingBox()];
    expect(editors?.width).toBeGreaterThan(280);
    expect(answer?.width).toBeGreaterThan(280);
    expect(answer?.y).toBeGreaterThanOrEqual((editors?.y ?? 0) + (editors?.height ?? Infinity));
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await run();
    await result().getByText('"totalCount"').waitFor();
    expect(await hint()).toBe("none");
  });

  it("documents the schema", async () => {
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await page.getByRole("link", { name: "Query", exact: true }).click();
    await page.getByRole("link", { name: "products", exact: true }).click();
    await page.getByText("The catalogue, page by page").waitFor();
  });

  it("completes and checks what is typed, in its workers", async () => {
    await open("OneProduct");
    await page.locator(".graphiql-query-editor .view-line", { hasText: "model" }).click();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.keyboard.type("vie");
    const suggestion = page.locator(".suggest-widget").getByText("views").first();
    // Again and again, since nothing is suggested until the schema has arrived.
    const suggested = async () => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+Space");
      return suggestion.waitFor({ timeout: 1000 }).then(
        () => true,
        () => false,
      );
    };
    await expect.poll(suggested, { timeout: 100_000 }).toBe(true);
    await page.keyboard.press("Escape");
    await page.keyboard.type("wless");
    await page.locator(".squiggly-error").first().waitFor();
    expect(page.workers().map((worker) => worker.url().replace(/-[\w-]{16}\.js$/, ""))).toEqual(
      expect.arrayContaining([`${server.url}/graphql/explorer/graphql-worker`]),
    );
  });
});
