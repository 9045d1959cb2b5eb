import { createHash } from "node:crypto";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type Fixture } from "./server.fixture.ts";

const MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT";
const SMALL = Buffer.from("0123456789");
const LARGE = Buffer.alloc(2_000_000, "0123456789");

let shop: Fixture;

beforeAll(async () => {
  shop = await startServer();
  await mkdir(shop.catalog);
  for (const [name, bytes] of [
    ["small.jpg", SMALL],
    ["large.jpg", LARGE],
    ["empty.jpg", ""],
  ] as const) {
    const path = join(shop.catalog, name);
    await writeFile(path, bytes);
    await utimes(path, new Date(MODIFIED), new Date(MODIFIED));
  }
});

afterAll(() => shop[Symbol.asyncDispose]());

describe.each([
  ["small.jpg", SMALL],
  ["large.jpg", LARGE],
])("%s", (name, bytes) => {
  const etag = `"${createHash("sha256").update(bytes).digest("base64url")}"`;
  const get = (headers: Record<string, string>, method?: string) => shop.get(name, headers, method);

  describe("If-None-Match", () => {
    it.each([etag, `W/${etag}`, "*", `"x", ${etag}`, `"a,b" ,W/${etag},"c"`, `${etag}, "x"`])(
      "%s: 304",
      async (tags) => {
        for (const method of ["GET", "HEAD"]) expect((await get({ "If-None-Match": tags }, method)).status).toBe(304);
      },
    );

    it.each(['"x"', etag.slice(1, -1), `"${etag}"`, "", `"x", "*"`])("%s: 200", async (tags) => {
      expect((await get({ "If-None-Match": tags })).status).toBe(200);
    });

    it("wins over If-Modified-Since, whatever that says", async () => {
      expect((await get({ "If-None-Match": '"x"', "If-Modified-Since": MODIFIED })).status).toBe(200);
      const old = "Sat, 05 Nov 1994 08:49:37 GMT";
      expect((await get({ "If-None-Match": etag, "If-Modified-Since": old })).status).toBe(304);
      expect((await get({ "If-None-Match": etag, "If-Modified-Since": "nonsense" })).status).toBe(304);
      expect((await get({ "If-None-Match": '"x"', "If-Modified-Since": "nonsense" })).status).toBe(200);
    });

    it("gets what a cache updates itself with, and nothing of a body", async () => {
      const { headers, body } = await get({ "If-None-Match": etag });
      expect(headers).toMatchObject({ etag, "last-modified": MODIFIED, "cache-control": "public, max-age=600" });
      expect(headers).toHaveProperty("date");
      for (const header of ["content-length", "content-type", "transfer-encoding"]) {
        expect(headers).not.toHaveProperty(header);
      }
      expect(body).toHaveLength(0);
    });
  });

  describe("If-Modified-Since", () => {
    it.each([MODIFIED, "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Mon, 06 Nov 2023 08:49:37 GMT"])(
      "%s: 304",
      async (date) => expect((await get({ "If-Modified-Since": date })).status).toBe(304),
    );

    it.each(["Sun, 06 Nov 1994 08:49:36 GMT", "Sunday, 06-Nov-94 08:49:36 GMT", "Sun Nov  6 08:49:36 1994"])(
      "%s: 200",
      async (date) => expect((await get({ "If-Modified-Since": date })).status).toBe(200),
    );

    it.each(["yesterday", "Sun, 31 Feb 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"])("%j: 400", async (date) => {
      const { status, headers, body } = await get({ "If-Modified-Since": date });
      expect({ status, type: headers["content-type"] }).toEqual({ status: 400, type: "application/json" });
      expect(JSON.parse(body.toString())).toEqual({
        detail: expect.stringMatching(/^Invalid If-Modified-Since header: ./),
      });
      expect((await get({ "If-Modified-Since": date }, "HEAD")).status).toBe(400);
    });
  });

  it("an empty If-Modified-Since is ignored, and one out of a mail library understood", async () => {
    expect((await get({ "If-Modified-Since": "" })).status).toBe(200);
    expect((await get({ "If-Modified-Since": "Sun, 6 Nov 1994 09:49:37 +0100" })).status).toBe(304);
    expect((await get({ "If-Modified-Since": "6 nov 1994 08:49 gmt" })).status).toBe(200);
  });

  describe("If-Match and If-Unmodified-Since", () => {
    it.each([
      [{ "If-Match": etag }, 200],
      [{ "If-Match": "*" }, 200],
      [{ "If-Match": `W/${etag}` }, 412],
      [{ "If-Match": '"x"' }, 412],
      [{ "If-Unmodified-Since": MODIFIED }, 200],
      [{ "If-Unmodified-Since": "nonsense" }, 200],
      [{ "If-Unmodified-Since": "Sun, 06 Nov 1994 08:49:36 GMT" }, 412],
      [{ "If-Match": etag, "If-Unmodified-Since": "Sun, 06 Nov 1994 08:49:36 GMT" }, 200],
    ])("%j: %i", async (headers, status) => expect((await get(headers)).status).toBe(status));
  });

  describe("Range", () => {
    const size = bytes.length;

    it.each([
      ["bytes=0-3", 0, 3],
      ["bytes=4-", 4, size - 1],
      ["bytes=-2", size - 2, size - 1],
      [`bytes=0-${size * 2}`, 0, size - 1],
      [`bytes=-${size * 2}`, 0, size - 1],
    ])("%s: 206", async (range, start, end) => {
      const { status, headers, body } = await get({ Range: range });
      expect(status).toBe(206);
      expect(body.equals(bytes.subarray(start, end + 1))).toBe(true);
      expect(headers).toMatchObject({
        "content-range": `bytes ${start}-${end}/${size}`,
        "content-length": String(end - start + 1),
        "content-type": "image/jpeg",
        etag,
        "last-modified": MODIFIED,
        "cache-control": "public, max-age=600",
      });
    });

    it.each([`bytes=${size}-`, "bytes=-0"])("%s: 416", async (range) => {
      const { status, headers, body } = await get({ Range: range });
      expect({ status, range: headers["content-range"] }).toEqual({ status: 416, range: `bytes */${size}` });
      expect(body.toString()).toBe('{"detail":"Range Not Satisfiable"}');
    });

    it.each(["bytes=3-1", "bytes=x", "lines=0-3", "bytes=0-1,4-5", "nonsense"])("%s: the whole", async (range) => {
      const { status, headers, body } = await get({ Range: range });
      expect({ status, length: body.length }).toEqual({ status: 200, length: size });
      expect(headers).not.toHaveProperty("content-range");
    });

    it("means nothing to HEAD, and yields to a 304", async () => {
      const head = await get({ Range: "bytes=0-3" }, "HEAD");
      expect(head).toMatchObject({ status: 200, headers: { "content-length": String(size) } });
      expect((await get({ Range: "bytes=0-3", "If-None-Match": etag })).status).toBe(304);
    });

    it.each([etag, MODIFIED, "Sunday, 06-Nov-94 08:49:37 GMT"])("with If-Range %s: 206", async (validator) => {
      expect((await get({ Range: "bytes=0-3", "If-Range": validator })).status).toBe(206);
    });

    it.each([`W/${etag}`, '"x"', "Sun, 06 Nov 1994 08:49:36 GMT", "Mon, 06 Nov 2023 08:49:37 GMT", "nonsense"])(
      "with If-Range %s: the whole",
      async (validator) => {
        expect((await get({ Range: "bytes=0-3", "If-Range": validator })).status).toBe(200);
        expect((await get({ Range: `bytes=${size}-`, "If-Range": validator })).status).toBe(200);
      },
    );

    it("is not read when only If-Range is there", async () => {
      expect((await get({ "If-Range": etag })).status).toBe(200);
    });
  });
});

describe("empty.jpg", () => {
  it("has no first byte, and all of its last ones", async () => {
    expect((await shop.get("empty.jpg", { Range: "bytes=0-" })).headers["content-range"]).toBe("bytes */0");
    expect((await shop.get("empty.jpg", { Range: "bytes=-1" })).status).toBe(200);
  });
});
