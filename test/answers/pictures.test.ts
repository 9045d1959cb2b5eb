import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ImageCache } from "../../src/images/cache.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { eventually } from "../fixtures/waiting.ts";
import { ask, comparable } from "./support.ts";

describe("a picture that was sent before", () => {
  let folder: string;
  let server: TestServer;
  const path = "/cache/catalog/a.png";
  const at = (headers = {}, method = "GET") => ask(server.url, { method, path, headers });
  /** Newer files than that are looked at anew each time: a change within one tick of the disk's clock shows nowhere. */
  const settled = () => sleep(2500);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pictures-"));
    await writeFile(join(folder, "a.png"), "first");
    server = await startServer({ DEMO_DATA: "off", CATALOG_DIR: folder });
    await settled();
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it("is sent again without a look at anything, for half a second", async () => {
    const looks = vi.spyOn(ImageCache.prototype, "current");
    const first = await at();
    // Where nobody else keeps the machine busy, the first try comes soon enough.
    const second = await eventually(async () => {
      await at();
      looks.mockClear();
      const answer = await at();
      return looks.mock.calls.length === 0 && answer;
    }, "an answer without a look");
    expect(comparable(second)).toEqual(comparable(first));
    expect(second.body.toString()).toBe("first");
    expect(second.headers["x-request-id"]).not.toBe(first.headers["x-request-id"]);
    await sleep(600);
    expect(comparable(await at())).toEqual(comparable(first));
    expect(looks).toHaveBeenCalled();
    looks.mockRestore();
  });

  it("leaves ranges, conditions and HEAD to the pictures' own rules", async () => {
    const { headers } = await at();
    const etag = String(headers["etag"]);
    const modified = String(headers["last-modified"]);
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await at()).status).toBe(200);
      expect(await at({ range: "bytes=1-2" })).toMatchObject({ status: 206, body: Buffer.from("ir") });
      expect((await at({ "if-none-match": etag })).status).toBe(304);
      expect((await at({ "if-modified-since": modified })).status).toBe(304);
      expect((await at({ "if-modified-since": "yesterday" })).status).toBe(400);
      expect((await at({ "if-match": '"other"' })).status).toBe(412);
      expect(await at({}, "HEAD")).toMatchObject({ status: 200, headers: { "content-length": "5" } });
    }
  });

  it("is another within a second of its file's being replaced", async () => {
    for (const text of ["second", "the third"]) {
      await at();
      await writeFile(join(folder, "a.png"), text);
      await sleep(1000);
      expect((await at()).body.toString()).toBe(text);
    }
    await rm(join(folder, "a.png"));
    await sleep(1000);
    expect((await at()).status).toBe(404);
  });
});
