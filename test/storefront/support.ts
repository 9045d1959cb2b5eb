/** For tests: examples/storefront as its README has it, built for a server and served from another port. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { describeInBrowser, launch, type Trial, tryPage } from "../fixtures/browser.ts";
import { freePort } from "../fixtures/port.ts";
import { Cleanup, end } from "../fixtures/process.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { untilDone } from "../fixtures/waiting.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/storefront", import.meta.url));
const VITE = join(EXAMPLE, "node_modules/vite/bin/vite.js");

const installed = existsSync(VITE);
const required = process.env["REQUIRE_SERVICES"] === "1";
if (!installed && !required) {
  console.warn("SKIPPED, examples/storefront in a browser: `npm --prefix examples/storefront ci` installs it");
}

/** A suite that needs the example's own packages and a browser; without them as `describeInBrowser` does. */
export const describeStorefront = installed || required ? describeInBrowser : describe.skip;

export interface Storefront {
  readonly server: TestServer;
  /** Opens a page of the shop and tries it, as every page has to hold. */
  try(path: string, trial: Trial): Promise<void>;
  close(): Promise<void>;
}

/** How long the server's access tokens live. */
export const ACCESS_TTL_SECONDS = 60;

export async function openStorefront(): Promise<Storefront> {
  const cleanup = new Cleanup();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startServer({ CORS_ORIGINS: origin, ACCESS_TTL_SECONDS: String(ACCESS_TTL_SECONDS) });
  cleanup.add(() => server.close());
  const outDir = await cleanup.folder();
  const build = cleanup.launch({ VITE_API_URL: server.url }, [
    "npm",
    "--prefix",
    EXAMPLE,
    "run",
    "build",
    "--",
    "--outDir",
    outDir,
    "--emptyOutDir",
  ]);
  expect(await end(build), build.stdout() + build.stderr()).toEqual({ code: 0, signal: null });
  const where = ["--outDir", outDir, "--host", "127.0.0.1", "--port", port, "--strictPort"];
  cleanup.launch({}, [process.execPath, VITE, "preview", EXAMPLE, ...where]);
  await untilDone(() => fetch(origin));
  const browser: Browser = await launch();
  cleanup.add(() => browser.close());
  return {
    server,
    try: (path, trial) => tryPage(browser, origin + path, { api: server.url, ...trial }),
    close: cleanup.run,
  };
}

/** The names on the cards, in their order. */
export const cardNames = (page: Page): Promise<string[]> => page.locator(".card-name").allTextContents();

/** Whether every picture in sight has come, and is one. */
export const picturesAreThere = (page: Page): Promise<boolean> =>
  page.evaluate(`[...document.querySelectorAll("img.picture")]
    .map((image) => [image, image.getBoundingClientRect()])
    .filter(([, { top, left }]) => top < innerHeight && left < innerWidth)
    .every(([image]) => image.complete && image.naturalWidth > 0)`);

/** What stands at a field, for those who hear it too. */
export async function problemAt(page: Page, label: string): Promise<string | null> {
  const described = await page.getByLabel(label).getAttribute("aria-describedby");
  const [id] = described?.split(" ") ?? [];
  return id === undefined ? null : page.locator(`[id="${id}"]`).textContent();
}

/** The name or id of what the keyboard writes to. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate("document.activeElement.name || document.activeElement.id");

export interface KeptSession {
  readonly viewerId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** What the page has in the browser's storage. */
export const keptSession = async (page: Page): Promise<KeptSession> =>
  JSON.parse(await page.evaluate("localStorage.session"));

/** As if it had come long ago and were at its end, by the browser's clock. */
export async function ageSession(page: Page): Promise<void> {
  const aged = { ...(await keptSession(page)), endsAt: Date.now(), cameAt: 0 };
  await page.evaluate(`localStorage.session = ${JSON.stringify(JSON.stringify(aged))}`);
}

/** What browsers note in the console of answers that are errors. */
export const REFUSED = /^Failed to load resource: the server responded with a status of 4\d\d/;
