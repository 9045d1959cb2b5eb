import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explorer } from "./index.ts";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

let server: Server;
let port = 0;
beforeAll(async () => {
  const app = express().disable("etag").use(explorer());
  app.use((_req, res) => void res.status(418).send("not the explorer"));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = address !== null && typeof address === "object" ? address.port : 0;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

interface Got {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Not fetch, which decompresses and asks for compression on its own. */
function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Got> {
  return new Promise((resolve, reject) => {
    const req = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("end", () => resolve({ status: res.statusCode, headers: res.headers, body: Buffer.concat(chunks) }));
    });
    req.on("error", reject).end();
  });
}

const page = (headers: Record<string, string> = {}, method = "GET") =>
  get("/graphql", { accept: BROWSER, ...headers }, method);

async function files(): Promise<string[]> {
  const html = (await page()).body.toString();
  return [...new Set([...html.matchAll(/\/graphql\/explorer\/[\w-]+\.\w+/g)].map(([path]) => path))];
}

describe("who gets the page", () => {
  it.each([BROWSER, "text/html", "text/html, */*", "application/json;q=0.5, text/html"])(
    "Accept %s does",
    async (accept) => {
      const { status, headers } = await get("/graphql", { accept });
      expect(status).toBe(200);
      expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    },
  );

  it.each([
    "*/*",
    "application/json",
    "application/graphql-response+json, application/json;q=0.9",
    "application/json, text/html",
    "application/json, text/html;q=0.9, */*;q=0.1",
    "text/html;q=0, */*",
    "text/html;q=0.5, application/graphql-response+json",
    "nonsense",
  ])("Accept %s does not, and the answer says that it depends on it", async (accept) => {
    const { status, headers } = await get("/graphql", { accept });
    expect(status).toBe(418);
    expect(headers.vary).toBe("Accept");
  });

  it("is nobody who names no type", async () => {
    expect((await get("/graphql")).status).toBe(418);
  });

  it.each([
    "query=%7Bcategories%7Bname%7D%7D",
    "query=",
    "qu%65ry=x",
    "a=b&query=x",
    "extensions=%7B%7D",
    "variables=",
  ])("is nobody who sends an operation: ?%s", async (search) => {
    expect((await get(`/graphql?${search}`, { accept: BROWSER })).status).toBe(418);
  });

  it("is a browser with other parameters, too", async () => {
    expect((await get("/graphql?from=readme", { accept: BROWSER })).status).toBe(200);
  });

  it.each(["POST", "PUT", "OPTIONS", "DELETE"])("is nobody who sends %s", async (method) => {
    expect((await page({}, method)).status).not.toBe(200);
  });
});

describe("the page", () => {
  it("lets nothing in from elsewhere", async () => {
    const { headers, body } = await page();
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(headers["content-security-policy"]).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe|\*/);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(body.toString()).not.toMatch(/(?:src|href)="(?!\/(?!\/)|data:)/);
  });

  it("is kept by browsers and asked for again", async () => {
    const { headers } = await page();
    expect(headers["cache-control"]).toBe("no-cache");
    expect(headers.vary).toBe("Accept, Accept-Encoding");
    expect(headers.etag).toMatch(/^"[\w-]+"$/);
    const again = await page({ "if-none-match": String(headers.etag) });
    expect(again).toMatchObject({ status: 304, headers: { etag: headers.etag }, body: Buffer.alloc(0) });
    expect(again.headers).not.toHaveProperty("content-type");
    expect((await page({ "if-none-match": '"other"' })).status).toBe(200);
  });

  it("answers HEAD as GET, without the body", async () => {
    const [whole, head] = [await page(), await page({}, "HEAD")];
    expect(head.body.length).toBe(0);
    expect(head.headers["content-length"]).toBe(String(whole.body.length));
    expect(head.headers.etag).toBe(whole.headers.etag);
  });
});

describe("the files", () => {
  it("are all there, scripts and styles, to be kept for good", async () => {
    const paths = await files();
    expect(paths).toHaveLength(7);
    for (const path of paths) {
      const { status, headers } = await get(path);
      expect(status).toBe(200);
      expect(headers["content-type"]).toMatch(path.endsWith(".css") ? /^text\/css/ : /^text\/javascript/);
      expect(headers["cache-control"]).toContain("immutable");
      expect(headers["x-content-type-options"]).toBe("nosniff");
    }
  });

  it("are compressed as the client accepts, each form with a tag of its own", async () => {
    const path = (await files()).find((name) => name.endsWith(".css")) ?? "";
    const [plain, gzip, br] = await Promise.all(
      ["identity", "gzip, deflate", "gzip, deflate, br, zstd"].map((coding) =>
        get(path, { "accept-encoding": coding }),
      ),
    );
    if (!plain || !gzip || !br) throw new Error("three were asked for");
    expect(plain.headers).not.toHaveProperty("content-encoding");
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    expect(br.headers["content-encoding"]).toBe("br");
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    expect(new Set([plain, gzip, br].map(({ headers }) => headers.etag)).size).toBe(3);
    expect(br.headers.vary).toBe("Accept-Encoding");
    const again = await get(path, { "accept-encoding": "br", "if-none-match": String(br.headers.etag) });
    expect(again.status).toBe(304);
  });

  it("are no others than the page's", async () => {
    for (const path of ["/graphql/explorer/index.ts", "/graphql/explorer/..%2findex.ts", "/graphql/explorer"]) {
      expect((await get(path, { accept: BROWSER })).status).toBe(418);
    }
  });
});
