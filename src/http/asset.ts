import { subtle } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Request, RequestHandler, Response } from "express";

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

type Coding = "br" | "gzip";

/** A text that never changes while the server runs. */
export interface Asset {
  readonly type: string;
  /** Names the content: in the ETag, and in the address of what a browser may keep for good. */
  readonly hash: string;
  readonly bytes: Buffer;
  readonly compressed: Map<Coding, Promise<Buffer>>;
}

/** Takes a text for serving; it is hashed here and compressed when a browser first asks. */
export async function createAsset(type: string, text: string): Promise<Asset> {
  const bytes = Buffer.from(text);
  const hash = Buffer.from(await subtle.digest("SHA-256", bytes)).toString("base64url");
  return { type, hash, bytes, compressed: new Map() };
}

/** Answers GET and HEAD with the asset, compressed as the client accepts, or with 304. Other headers are the caller's. */
export async function sendAsset(req: Request, res: Response, asset: Asset): Promise<void> {
  const coding = codingFor(req);
  res.vary("Accept-Encoding");
  // A strong tag stands for the very bytes, and those differ by coding.
  res.set("ETag", `"${asset.hash}${coding === undefined ? "" : `-${coding}`}"`);
  if (req.fresh) {
    res.status(304).end();
    return;
  }
  const body = coding === undefined ? asset.bytes : await compressed(asset, coding);
  res.set({ "Content-Type": asset.type, "Content-Length": String(body.length) });
  if (coding !== undefined) res.set("Content-Encoding", coding);
  res.end(req.method === "HEAD" ? undefined : body);
}

/** Answers with a text that is made when it is first asked for. */
export function servedText(
  type: string,
  headers: Readonly<Record<string, string>>,
  make: () => string | Promise<string>,
): RequestHandler {
  let asset: Promise<Asset> | undefined;
  const load = async (): Promise<Asset> => createAsset(type, await make());
  return async (req, res) => {
    asset ??= load().catch((cause: unknown) => {
      asset = undefined;
      throw cause;
    });
    await sendAsset(req, res.set(headers), await asset);
  };
}

/** Asked one at a time, since browsers list gzip first at equal weight. */
function codingFor(req: Request): Coding | undefined {
  if (req.acceptsEncodings("br")) return "br";
  return req.acceptsEncodings("gzip") ? "gzip" : undefined;
}

/** Keeps the promise, so that requests which come while it runs wait for the same work. */
function compressed(asset: Asset, coding: Coding): Promise<Buffer> {
  const kept = asset.compressed.get(coding);
  if (kept) return kept;
  const work = compress(asset.bytes, coding);
  asset.compressed.set(coding, work);
  work.catch(() => asset.compressed.delete(coding));
  return work;
}

/**
 * The largest asset, of 5 MB, takes about 140 ms at these levels. The best level saves another 5 % and takes nine times as
 * long, which the first visitor would wait for.
 */
function compress(bytes: Buffer, coding: Coding): Promise<Buffer> {
  // Large chunks spare a long text hundreds of trips between the pool and the event loop.
  const chunkSize = Math.max(64, Math.min(bytes.length, 1024 * 1024));
  if (coding === "gzip") return deflate(bytes, { level: 6, chunkSize });
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: 5,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotli(bytes, { params, chunkSize });
}
