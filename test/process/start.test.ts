import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { productIds, send } from "./client.ts";
import { freePort } from "../fixtures/port.ts";
import { end, migratedFolder, SLOWLY, start, temporaryFolder } from "../fixtures/process.ts";

test("an empty folder is all that it needs; a second start finds what the first one left", SLOWLY, async () => {
  const folder = join(await temporaryFolder(), "made", "by the shop");
  const shop = await start({ DATA_DIR: folder });
  expect((await send(`${shop.url}/health/ready`)).json).toEqual({ status: "ok", database: "ok", store: "ok" });
  const loaded = shop.log().filter(({ msg }) => msg === "the demo catalogue has been loaded");
  expect(loaded).toHaveLength(1);
  shop.child.kill("SIGTERM");
  expect(await end(shop)).toEqual({ code: 0, signal: null });

  const again = await start({ DATA_DIR: folder });
  expect(again.log()).toEqual([]);
  expect(await productIds(again.url)).toHaveLength(50);
  console.info(`served after ${Math.round(shop.startMs)} ms, and ${Math.round(again.startMs)} ms at the second start`);
});

test("the banner names addresses that answer", SLOWLY, async () => {
  const shop = await start({ DATA_DIR: await migratedFolder() });
  const base = shop.url.replace("127.0.0.1", "localhost");
  const banner = shop.stdout().slice(shop.stdout().indexOf("\n  The shop is open"));
  const urls = [...banner.matchAll(/http:\/\/[^\s,…]+/g)].map(([url]) => url);
  for (const path of ["/graphql", "/api/products/popular", "/health/ready"]) expect(urls).toContain(base + path);
  // The first one is where the shop is, the one of the pictures ends in an ellipsis: no paths of their own.
  const paths = urls.filter((url) => url !== base && !url.endsWith("/cache/catalog/"));
  for (const url of paths) expect(await answerTo(url), url).not.toMatch(/^404 .*"Not Found"/);
  expect(banner.split("\n").every((line) => line === "" || line.startsWith("  "))).toBe(true);
});

test("health answers on a port of its own as well, and nothing else does", SLOWLY, async () => {
  const port = await freePort();
  const shop = await start({ DATA_DIR: await migratedFolder(), DEMO_DATA: "off", HEALTH_PORT: port });
  for (const url of [shop.url, `http://127.0.0.1:${port}`]) {
    expect((await send(`${url}/health/live`)).json).toEqual({ status: "ok" });
    expect((await send(`${url}/health/ready`)).json).toEqual({ status: "ok", database: "ok", store: "ok" });
  }
  expect((await send(`http://127.0.0.1:${port}/api/products/popular`)).status).toBe(404);
  expect((await send(`http://127.0.0.1:${port}/api/products/popular`)).json).toEqual({ detail: "Not Found" });
  shop.child.kill("SIGTERM");
  expect(await end(shop)).toEqual({ code: 0, signal: null });
});

test("what a start has compiled is kept for the next one, where only the owner can write", SLOWLY, async () => {
  const folder = join(await temporaryFolder(), "data");
  const shop = await start({ DATA_DIR: folder, DEMO_DATA: "off", NODE_COMPILE_CACHE: "" });
  shop.child.kill("SIGTERM");
  expect(await end(shop)).toEqual({ code: 0, signal: null });
  const [version = "none"] = await readdir(join(folder, "compiled"));
  expect((await readdir(join(folder, "compiled", version))).length).toBeGreaterThan(100);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test("a good start says nothing on stderr, and leaves files that only the owner may read", SLOWLY, async () => {
  const folder = join(await temporaryFolder(), "data");
  const shop = await start({ DATA_DIR: folder });
  expect(shop.stderr()).toBe("");
  expect((await readdir(folder)).filter((name) => !/-(wal|shm)$/.test(name)).sort()).toEqual([
    "jwt-key.pem",
    "shop.db",
    "store.db",
  ]);
});

async function answerTo(url: string): Promise<string> {
  const response = await fetch(url, { redirect: "manual" });
  return `${response.status} ${await response.text()}`;
}
