import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { CHEAP_HASHES, end, run, start, temporaryFolder } from "../fixtures/process.ts";
import { eventually } from "../fixtures/waiting.ts";
import { addressOf, envelopeServer, passwordOf } from "./old-servers.ts";

const SLOWLY = { timeout: 240_000 };

/** Starts a command that goes on until it is told to end. */
async function proxy(...args: string[]) {
  const process_ = run({ NODE_ENV: "test" }, [process.execPath, "scripts/rehearse.ts", ...args, "--port", "0"]);
  const port = await eventually(() => /^On port (\d+):/m.exec(process_.stdout())?.[1] ?? false, "a proxy's port");
  const stop = async () => {
    process_.child.kill("SIGINT");
    const { code } = await end(process_);
    return { code, output: process_.stdout() + process_.stderr() };
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

async function rehearse(env: Record<string, string>, ...args: string[]) {
  const process_ = run({ NODE_ENV: "test", ...env }, [process.execPath, "scripts/rehearse.ts", ...args]);
  const { code } = await end(process_);
  return { code, output: process_.stdout() + process_.stderr() };
}

const login = (url: string, id: number, password = passwordOf(id)) =>
  fetch(`${url}/users/login`, { method: "POST", body: JSON.stringify({ account: addressOf(id), password }) });

/** Another server of the same contract, on which product 2 costs something else. */
async function changedServer() {
  const server = await envelopeServer();
  new Sqlite(server.database).exec("UPDATE products SET price = 99 WHERE id = 2").close();
  return server;
}

describe("a rehearsal", () => {
  it("finds a seeded difference, and shows the smallest request that it is in", SLOWLY, async () => {
    const [old, changed, folder] = [await envelopeServer(), await changedServer(), await temporaryFolder()];
    const [recording, report] = [join(folder, "r.jsonl"), join(folder, "report.json")];
    const { url, stop } = await proxy("record", "--upstream", old.url, "--recording", recording);
    for (const path of [
      "/api/products?page=1&limit=50",
      "/api/products/1",
      "/api/products/2",
      "/api/products/2?a=longer",
    ]) {
      expect(await (await fetch(url + path)).text()).toBe(await (await fetch(old.url + path)).text());
    }
    await fetch(`${url}/elsewhere`);
    expect((await stop()).output).toContain(`Recorded in ${recording}: 4. Not of the contracts, and left out: 1.`);
    expect((await stat(recording)).mode & 0o777).toBe(0o600);

    const same = await rehearse({}, "replay", "--target", old.url, "--recording", recording);
    expect(same).toMatchObject({
      code: 0,
      output: expect.stringContaining("4 requests played, 0 answered differently."),
    });
    const other = await rehearse({}, "replay", "--target", changed.url, "--recording", recording, "--report", report);
    expect(other.code).toBe(1);
    expect(other.output).toContain("✗ GET /api/products               0 same, 1 different");
    expect(other.output).toContain("✗ GET /api/products/{product_id}  1 same, 2 different");
    expect(other.output).toContain("  GET /api/products/2 (c1)\n      body data price: was 2.74, is 99\n");
    expect(other.output).toContain("body data items 1 price: was 2.74, is 99");
    expect(other.output).toMatch(/Never seen:\n(?: {2}.*\n)* {2}POST \/users\/login\n/);
    expect(JSON.parse(await readFile(report, "utf8")).routes["GET /api/products/{product_id}"]).toMatchObject({
      same: 1,
      different: 2,
      smallest: { exchange: { request: { target: "/api/products/2" } } },
    });
  });

  it("beside the old server compares as it goes, and the old one answers", SLOWLY, async () => {
    const [old, changed] = [await envelopeServer(), await changedServer()];
    const { url, stop } = await proxy("shadow", "--upstream", old.url, "--target", changed.url);
    const signedIn = await login(url, 3);
    const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    // The token is the old server's; the other one gets its own in its place.
    const me = await fetch(`${url}/api/users/current`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({ data: { id: 3 } });
    expect(await (await fetch(`${url}/api/products/2`)).json()).toMatchObject({ data: { price: 2.74 } });
    const { code, output } = await stop();
    expect(code).toBe(1);
    expect(output).toMatch(/✓ POST \/users\/login +1 same, 0 different/);
    expect(output).toMatch(/✓ GET \/api\/users\/current +1 same, 0 different/);
    expect(output).toContain("body data price: was 2.74, is 99");
    expect(output).not.toContain(passwordOf(3));
  });

  it("signs in on a copy of the shop that was given passwords for it", SLOWLY, async () => {
    const [old, folder] = [await envelopeServer(), await temporaryFolder()];
    const recording = join(folder, "r.jsonl");
    const { url, stop } = await proxy("record", "--upstream", old.url, "--recording", recording);
    for (const id of [3, 4, 13]) expect((await login(url, id)).status).toBe(200);
    expect((await login(url, 5, "wrong guess")).status).toBe(401);
    await stop();
    const copy = { DATA_DIR: folder, DEMO_DATA: "off", ...CHEAP_HASHES };
    const brought = run(copy, [process.execPath, "scripts/import-legacy.ts", "envelope", old.database]);
    expect(await end(brought)).toMatchObject({ code: 0 });

    const shop = await start(copy);
    const before = await rehearse({}, "replay", "--target", shop.url, "--recording", recording);
    expect(before.output).toContain("4 requests played, 3 answered differently.");
    const prepared = await rehearse(copy, "prepare", "--recording", recording);
    expect(prepared.output).toContain("3 accounts have the passwords of the rehearsal now.");
    const after = await rehearse({}, "replay", "--target", shop.url, "--recording", recording);
    expect(after).toMatchObject({
      code: 0,
      output: expect.stringContaining("4 requests played, 0 answered differently."),
    });
  });

  it("refuses what makes no sense, in words", SLOWLY, async () => {
    const folder = await temporaryFolder();
    const recording = join(folder, "none.jsonl");
    for (const args of [
      [],
      ["perform"],
      ["record", "--port", "1"],
      ["replay", "--target", "ftp://x", "--recording", recording],
    ]) {
      expect(await rehearse({}, ...args)).toMatchObject({
        code: 2,
        output: expect.stringContaining("Usage: npm run rehearse"),
      });
    }
    const missing = await rehearse({}, "replay", "--target", "http://127.0.0.1:1", "--recording", recording);
    expect(missing).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^The recording .*none\.jsonl can't be read/),
    });
  });
});
