import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Undescribed } from "../fixtures/answers.ts";

/** What is said of a server that answers one route so. */
async function judged(listener: RequestListener, path = "/api/products/popular?x=1"): Promise<Undescribed> {
  const undescribed = new Undescribed();
  const server = createServer(undescribed.watching(listener));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a server on a TCP port has no other kind
  await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  await new Promise((resolve) => server.close(resolve));
  return undescribed;
}

const product = { id: 1, img_url: "", name: "Tea", model: "" };
const good = Buffer.from(JSON.stringify([product]));

describe("an answer", () => {
  it.each([
    ["as it is", good, {}],
    ["by brotli", brotliCompressSync(good), { "Content-Encoding": "br" }],
    ["by gzip", gzipSync(good), { "Content-Encoding": "gzip" }],
  ])("that its route describes is well, %s", async (_how, body, headers) => {
    const undescribed = await judged((_req, res) => res.writeHead(200, headers).end(body));
    expect(() => undescribed.assertNone()).not.toThrow();
  });

  it.each([
    ["more", [{ ...product, views: 3 }], 200],
    ["something else", [{ ...product, id: "1" }], 200],
    ["another error", { detail: "No products" }, 404],
    ["another status", {}, 418],
  ])("that says %s is not", async (_what, body, status) => {
    const undescribed = await judged((_req, res) => res.writeHead(status).end(JSON.stringify(body)));
    expect(() => undescribed.assertNone()).toThrow(`GET /api/products/popular ${status}`);
  });

  it("at another address is nobody's business here", async () => {
    const undescribed = await judged((_req, res) => res.writeHead(418).end("no"), "/api/nowhere");
    expect(() => undescribed.assertNone()).not.toThrow();
  });
});
