import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { graphql, me, signUp } from "./client.ts";
import { CHEAP_HASHES, end, SLOWLY, start, temporaryFolder } from "../fixtures/process.ts";

const ADMIN = { ...CHEAP_HASHES, ADMIN_EMAIL: "owner@example.com", ADMIN_PASSWORD: "the owner's own" };

test("four that start at once on an empty folder are one shop", SLOWLY, async () => {
  const folder = join(await temporaryFolder(), "data");
  const shops = await Promise.all(Array.from({ length: 4 }, () => start({ DATA_DIR: folder, ...ADMIN })));
  expect(new Set(shops.map(({ url }) => url)).size).toBe(4);

  const said = shops.flatMap((shop) => shop.log().map(({ msg }) => msg));
  expect(said.sort()).toEqual(["the administrator has been made", "the demo catalogue has been loaded"]);
  expect((await readdir(folder)).filter((name) => name.includes("jwt-key"))).toEqual(["jwt-key.pem"]);

  const counts = await Promise.all(shops.map(({ url }) => graphql(url, "{ products(first: 1) { totalCount } }")));
  const [count] = counts.map(({ json }) => json.data.products.totalCount);
  expect(count).toBeGreaterThan(20);
  expect(shops[0]?.stdout()).toMatch(new RegExp(`\\b${count} products\\b`));
  for (const { json } of counts) expect(json.data.products.totalCount).toBe(count);

  for (const [index, { url }] of shops.entries()) {
    const email = `customer${index}@example.com`;
    const token = await signUp(url, email, "correct horse");
    const answers = await Promise.all(shops.map((shop) => me(shop.url, token)));
    for (const { json } of answers) expect(json).toMatchObject({ email });
  }
  for (const { child, stderr } of shops) {
    expect(stderr()).toBe("");
    child.kill("SIGTERM");
  }
  for (const shop of shops) expect(await end(shop)).toEqual({ code: 0, signal: null });
});
