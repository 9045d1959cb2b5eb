import { mkdir, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendBytes, startServer, type Fixture } from "./server.fixture.ts";

const BYTES = Buffer.from("0123456789");
const MODIFIED = new Date("2024-05-06T07:08:09.750Z");
const MODIFIED_TEXT = "Mon, 06 May 2024 07:08:09 GMT";
const ETAG = `"${createHash("sha256").update(BYTES).digest("base64url")}"`;

let shop: Fixture;

async function put(name: string, bytes: string | Buffer = BYTES): Promise<string> {
  const path = join(shop.catalog, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  await utimes(path, MODIFIED, MODIFIED);
  return path;
}

beforeAll(async () => {
  shop = await startServer();
  await put("a.jpg");
  await put("large.jpg", Buffer.alloc(3_000_000, "large"));
  await put("empty.png", "");
  await writeFile(join(shop.base, "secret.jpg"), "secret");
});

afterAll(() => shop[Symbol.asyncDispose]());

describe("an image", () => {
  it("comes with its bytes and all that caches need", async () => {
    const { status, headers, body } = await shop.get("a.jpg");
    expect(status).toBe(200);
    expect(body).toEqual(BYTES);
    expect(headers).toMatchObject({
      "content-type": "image/jpeg",
      "content-length": "10",
      "cache-control": "public, max-age=600",
      "last-modified": MODIFIED_TEXT,
      etag: ETAG,
      "accept-ranges": "bytes",
      "x-content-type-options": "nosniff",
    });
    expect(headers).not.toHaveProperty("content-security-policy");
  });

  it.each(["a.jpg", "large.jpg", "empty.png"])(
    "answers HEAD of %s with the headers of GET and no body",
    async (name) => {
      const get = await shop.get(name);
      const head = await shop.get(name, {}, "HEAD");
      const { date: _, ...headers } = get.headers;
      expect(head).toMatchObject({ status: 200, headers });
      expect(head.body).toHaveLength(0);
    },
  );

  it("is streamed when it is large, under a digest of its bytes", async () => {
    const { body, headers } = await shop.get("large.jpg");
    expect(body).toHaveLength(3_000_000);
    expect(headers.etag).toBe(`"${createHash("sha256").update(body).digest("base64url")}"`);
  });

  it("may be empty", async () => {
    expect(await shop.get("empty.png")).toMatchObject({ status: 200, headers: { "content-length": "0" } });
  });

  it.each([
    ["jpg", "image/jpeg"],
    ["jpeg", "image/jpeg"],
    ["JPG", "image/jpeg"],
    ["png", "image/png"],
    ["gif", "image/gif"],
    ["webp", "image/webp"],
    ["avif", "image/avif"],
    ["svg", "image/svg+xml"],
  ])("ending in .%s is %s", async (extension, type) => {
    await put(`type.${extension}`);
    expect((await shop.get(`type.${extension}`)).headers["content-type"]).toBe(type);
  });

  it("that is an SVG can run nothing and reach nobody", async () => {
    await put("drawing.svg", "<svg/>");
    const policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
    expect((await shop.get("drawing.svg")).headers["content-security-policy"]).toBe(policy);
    expect((await shop.get("drawing.svg", { Range: "bytes=0-1" })).headers["content-security-policy"]).toBe(policy);
  });

  it("is never dated later than the answer", async () => {
    await utimes(await put("future.jpg"), MODIFIED, new Date(Date.now() + 86_400_000));
    const { headers } = await shop.get("future.jpg");
    expect(Date.parse(headers["last-modified"] ?? "")).toBeLessThanOrEqual(Date.parse(headers.date ?? ""));
  });

  it("has the same tag in another process's place", async () => {
    await using other = await startServer();
    await mkdir(other.catalog);
    await writeFile(join(other.catalog, "copy.jpg"), BYTES);
    expect((await other.get("copy.jpg")).headers.etag).toBe(ETAG);
  });
});

describe("names", () => {
  it.each([
    "JST EL/JST EL 2P-1.jpg",
    "a+b.jpg",
    "100%.jpg",
    "%2e%2e.jpg",
    "#1?.jpg",
    "a&b=c;d,e'f\"g.jpg",
    "图片/изображение 🎈.jpg",
  ])("like %s work", async (name) => {
    await put(name, name);
    const { status, body } = await shop.get(name.split("/").map(encodeURIComponent).join("/"));
    expect({ status, body: body.toString() }).toEqual({ status: 200, body: name });
  });

  it("keep their plus signs, and may be followed by a query", async () => {
    await put("c+d e.jpg", "plus");
    expect((await shop.get("c+d%20e.jpg?v=2&x=../y")).body.toString()).toBe("plus");
  });

  it("may come in a target with scheme and host", async () => {
    await put("naïve.jpg", "absolute");
    expect((await shop.send("http://shop.example/cache/catalog/na%C3%AFve.jpg")).body.toString()).toBe("absolute");
  });

  it("are found in either Unicode spelling, the literal one first", async () => {
    const [nfc, nfd] = ["é.jpg", "e\u0301.jpg"];
    await put(nfc, "composed");
    expect((await shop.get(encodeURIComponent(nfd))).body.toString()).toBe("composed");
    await put("e\u0301e.jpg", "decomposed");
    expect((await shop.get(encodeURIComponent("\u00e9e.jpg"))).body.toString()).toBe("decomposed");
  });
});

describe("nothing else", () => {
  it.each([
    "",
    "missing.jpg",
    "folder.jpg",
    "folder.jpg/",
    "text.txt",
    "a.jpg/",
    "a.jpg.",
    "dotted./a.jpg",
    "/a.jpg",
    "./a.jpg",
    ".hidden.jpg",
    ".git/a.jpg",
    "../secret.jpg",
    "..%2fsecret.jpg",
    "..%5csecret.jpg",
    "..\\secret.jpg",
    "%2e%2e/secret.jpg",
    "%2e%2e%2fsecret.jpg",
    "%252e%252e%252fsecret.jpg",
    "%25252e%25252e/secret.jpg",
    "%c0%ae%c0%ae/secret.jpg",
    "..%c0%afsecret.jpg",
    "%u002e%u002e/secret.jpg",
    "..;/secret.jpg",
    "folder.jpg/../../secret.jpg",
    "../catalog/a.jpg",
    "../catalog-other/a.jpg",
    "BASE/secret.jpg",
    "/BASE/secret.jpg",
    "%2fBASE/secret.jpg",
    "file:%2f%2fBASE/secret.jpg",
    "a.jpg%00",
    "a%00.jpg",
    "a.txt%00.jpg",
    "%zz.jpg",
    "%",
    "%ff.jpg",
    `${"x".repeat(300)}.jpg`,
    `${"x/".repeat(5000)}a.jpg`,
    "A.JPG",
    "link-out.jpg",
    "link-in.jpg",
    "link-folder/a.jpg",
    "link-base/secret.jpg",
    "text.txt/a.jpg",
  ])("is at %.80s", async (path) => {
    await mkdir(join(shop.catalog, "folder.jpg"), { recursive: true });
    for (const name of ["text.txt", ".hidden.jpg", ".git/a.jpg", "dotted./a.jpg", "../catalog-other/a.jpg"])
      await put(name);
    await links();
    const { status, headers, body } = await shop.get(path.replace("BASE", shop.base));
    expect({ status, body: body.toString() }).toEqual({ status: 404, body: '{"detail":"Not Found"}' });
    expect(headers).toMatchObject({ "content-type": "application/json", "x-content-type-options": "nosniff" });
    expect(shop.errors).toEqual([]);
  });

  async function links() {
    const targets = { "link-out.jpg": "../secret.jpg", "link-in.jpg": "a.jpg", "link-folder": ".", "link-base": ".." };
    for (const [name, target] of Object.entries(targets)) {
      await rm(join(shop.catalog, name), { force: true });
      await symlink(target, join(shop.catalog, name));
    }
  }

  it("is at the mount point itself, behind a bare NUL, or for HEAD", async () => {
    expect((await shop.send("/cache/catalog")).status).toBe(404);
    const nul = await sendBytes(
      shop.port,
      "GET /cache/catalog/a\0.jpg HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    );
    expect(nul).toMatch(/^HTTP\/1.1 40[04] /);
    const head = await shop.get("missing.jpg", {}, "HEAD");
    expect(head).toMatchObject({ status: 404, headers: { "content-length": "22" } });
    expect(head.body).toHaveLength(0);
  });
});

describe("methods", () => {
  it.each(["POST", "PUT", "PATCH", "DELETE", "TRACE"])("%s is not allowed", async (method) => {
    for (const name of ["a.jpg", "../missing"]) {
      const { status, headers, body } = await shop.get(name, {}, method);
      expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: "GET, HEAD" });
      expect(body.toString()).toBe('{"detail":"Method Not Allowed"}');
    }
  });

  it("OPTIONS tells which are", async () => {
    const { status, headers, body } = await shop.get("a.jpg", {}, "OPTIONS");
    expect({ status, allow: headers.allow, length: body.length }).toEqual({
      status: 204,
      allow: "GET, HEAD",
      length: 0,
    });
  });
});

describe("the catalogue folder", () => {
  it("may be missing, may come later, and may be a symbolic link", async () => {
    await using late = await startServer();
    expect((await late.get("a.jpg")).status).toBe(404);
    const real = join(late.base, "real");
    await mkdir(real);
    await writeFile(join(real, "a.jpg"), "linked");
    await symlink(real, late.catalog);
    expect((await late.get("a.jpg")).body.toString()).toBe("linked");
    await rename(real, join(late.base, "gone"));
    expect((await late.get("other.jpg")).status).toBe(404);
    expect(late.errors).toEqual([]);
  });
});
