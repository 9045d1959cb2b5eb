import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";

const MODIFIED = new Date("2024-05-06T07:08:09Z");
const BYTES = Buffer.from("not really a picture, but bytes all the same");
const NAME = "CQRobot/JST EL/图 é #1 100%.jpg";
let folder = "";
let running: TestServer | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalog-"));
  const catalog = join(folder, "catalog");
  await mkdir(join(catalog, "CQRobot/JST EL"), { recursive: true });
  const files = [
    join(catalog, NAME),
    join(catalog, ".hidden.jpg"),
    join(catalog, "notes.txt"),
    join(folder, "outside.jpg"),
  ];
  for (const file of files) {
    await writeFile(file, BYTES);
    await utimes(file, MODIFIED, MODIFIED);
  }
  await symlink(join(folder, "outside.jpg"), join(catalog, "link.jpg"));
  running = await startServer({ DEMO_DATA: "off", CATALOG_DIR: catalog });
});
afterAll(async () => {
  await running?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends the path as it is, where `fetch` would tidy it up. */
function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Got> {
  const { hostname, port } = new URL(running?.url ?? "");
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path: `/cache/catalog/${path}`, method, headers, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    sent.on("error", reject).end();
  });
}
const encoded = NAME.split("/").map(encodeURIComponent).join("/");
const picture = (headers: Record<string, string> = {}, method?: string) => get(encoded, headers, method);

describe("a picture of the catalogue", () => {
  it("comes whole, with what caches need to know, whatever is in its name [GET /cache/catalog/{file_path} OK]", async () => {
    const { status, headers, body } = await picture();
    expect([status, body]).toEqual([200, BYTES.toString()]);
    expect(headers).toMatchObject({
      "cache-control": "public, max-age=600",
      "last-modified": "Mon, 06 May 2024 07:08:09 GMT",
      "content-type": "image/jpeg",
      "content-length": String(BYTES.length),
    });
    expect(headers["etag"]).toMatch(/^"[^"]+"$/);
  });

  it("is answered to HEAD without its bytes", async () => {
    const { status, headers, body } = await picture({}, "HEAD");
    expect([status, body, headers["content-length"]]).toEqual([200, "", String(BYTES.length)]);
  });

  it("comes in part when a range is asked for [GET /cache/catalog/{file_path} PARTIAL]", async () => {
    const { status, headers, body } = await picture({ range: "bytes=4-9" });
    expect([status, body]).toEqual([206, BYTES.toString().slice(4, 10)]);
    expect(headers["content-range"]).toBe(`bytes 4-9/${BYTES.length}`);
  });

  it("does not come again when it has not changed [GET /cache/catalog/{file_path} NOT_MODIFIED]", async () => {
    const etag = String((await picture()).headers["etag"]);
    for (const condition of [{ "if-none-match": etag }, { "if-modified-since": MODIFIED.toUTCString() }]) {
      const { status, headers, body } = await picture(condition);
      expect([status, body]).toEqual([304, ""]);
      expect(headers).toMatchObject({ etag, "cache-control": "public, max-age=600" });
    }
    expect((await picture({ "if-modified-since": "Mon, 06 May 2024 07:08:08 GMT" })).status).toBe(200);
  });

  it("comes by its tag rather than by its date when both are given", async () => {
    const { headers } = await picture();
    const since = MODIFIED.toUTCString();
    expect((await picture({ "if-none-match": '"another"', "if-modified-since": since })).status).toBe(200);
    const tag = { "if-none-match": String(headers["etag"]), "if-modified-since": "Mon, 06 May 1974 07:08:09 GMT" };
    expect((await picture(tag)).status).toBe(304);
  });

  it.each(["yesterday", "2024-05-06T07:08:09Z", "Mon, 99 May 2024 07:08:09 GMT", "1714979289"])(
    "is refused with the reason when If-Modified-Since is %j [GET /cache/catalog/{file_path} BAD_DATE]",
    async (since) => {
      const { status, headers, body } = await picture({ "if-modified-since": since });
      expect(status).toBe(400);
      expect(headers["content-type"]).toMatch(/^application\/json\b/);
      const answer: Record<string, unknown> = JSON.parse(body);
      expect(Object.keys(answer)).toEqual(["detail"]);
      expect(answer["detail"]).toMatch(/If-Modified-Since/i);
    },
  );
});

describe("nothing else is served:", () => {
  it("nothing where there is none [GET /cache/catalog/{file_path} NOT_FOUND]", async () => {
    const { status, body } = await get("CQRobot/nowhere.jpg");
    expect([status, body]).toEqual([404, '{"detail":"Not Found"}']);
  });

  it("no part that it does not have [GET /cache/catalog/{file_path} BAD_RANGE]", async () => {
    const { status, headers, body } = await picture({ range: `bytes=${BYTES.length}-` });
    expect([status, headers["content-range"]]).toEqual([416, `bytes */${BYTES.length}`]);
    expect(Object.keys(JSON.parse(body))).toEqual(["detail"]);
  });

  it.each([
    "nowhere.jpg",
    "",
    "CQRobot",
    "CQRobot/",
    "../outside.jpg",
    "%2e%2e/outside.jpg",
    "..%2foutside.jpg",
    "..%5coutside.jpg",
    "%252e%252e/outside.jpg",
    "CQRobot/../../outside.jpg",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "link.jpg",
    ".hidden.jpg",
    "notes.txt",
    "notes.txt%00.jpg",
    "%00",
    "%E0%A4%A.jpg",
  ])("%j", async (path) => {
    const { status, headers, body } = await get(path);
    expect([400, 404]).toContain(status);
    expect(headers["content-type"]).toMatch(/^application\/json\b/);
    expect(Object.keys(JSON.parse(body))).toEqual(["detail"]);
    expect(body).not.toContain(BYTES.toString());
    expect(body).not.toContain(folder);
  });
});
