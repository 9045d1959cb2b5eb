import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Content, Outcome } from "./conditions.ts";
import { chunksOf, ImageChanging, type Image } from "./image.ts";
import type { OpenedFile } from "./open.ts";

/** A client that takes nothing for so long is gone, and must not keep a descriptor; in milliseconds. */
const STALLED_AFTER = 30_000;

/** Ends the answer with an error in the shape of the bearer contract. */
export function sendDetail(res: ServerResponse, status: number, detail: string, headers: readonly string[] = []): void {
  const body = JSON.stringify({ detail });
  const fixed = ["Content-Type", "application/json", "Cache-Control", "no-store", "X-Content-Type-Options", "nosniff"];
  res.writeHead(status, [...fixed, ...headers, "Content-Length", String(Buffer.byteLength(body))]);
  res.end(body);
}

/** Answers an outcome without bytes of the image. */
export function sendVerdict(res: ServerResponse, image: Image, { kind }: Exclude<Outcome, Content>): void {
  switch (kind) {
    case "not-modified":
      // RFC 9110 §15.4.5: what a cache updates its copy with, and nothing about a body.
      res.writeHead(304, image.validators).end();
      return;
    case "precondition-failed":
      return sendDetail(res, 412, "Precondition Failed");
    case "range-not-satisfiable":
      return sendDetail(res, 416, "Range Not Satisfiable", ["Content-Range", `bytes */${image.size}`]);
    case "bad-date":
      return sendDetail(
        res,
        400,
        "Invalid If-Modified-Since header: not an HTTP date like Sun, 06 Nov 1994 08:49:37 GMT",
      );
  }
}

/** Answers with bytes that are kept in memory, or with none (HEAD). */
export function sendBytes(res: ServerResponse, image: Image, content: Content, bytes: Buffer | null): void {
  writeHead(res, image, content);
  res.end(content.kind === "whole" ? bytes : bytes?.subarray(content.start, content.end + 1));
}

/**
 * Answers with bytes of an open file. When the file changes meanwhile, or cannot be read to the end, the connection is
 * cut, so that the client knows that it has no whole image.
 */
export async function sendFile(
  res: ServerResponse,
  image: Image,
  content: Content,
  { handle, stats }: OpenedFile,
  stalledAfter = STALLED_AFTER,
): Promise<void> {
  const { start, end } = content.kind === "part" ? content : { start: 0, end: image.size - 1 };
  res.setTimeout(stalledAfter, () => res.destroy());
  writeHead(res, image, content);
  let failure: unknown;
  const bytes = async function* () {
    try {
      yield* chunksOf(handle, stats, start, end);
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  // What fails beside the reading is the client, who went away.
  await pipeline(bytes, res).catch(() => {});
  if (failure !== undefined && !(failure instanceof ImageChanging)) throw failure;
}

function writeHead(res: ServerResponse, image: Image, content: Content): void {
  if (content.kind === "whole") {
    res.writeHead(200, image.whole);
    return;
  }
  const { start, end } = content;
  const range = ["Content-Range", `bytes ${start}-${end}/${image.size}`, "Content-Length", String(end - start + 1)];
  res.writeHead(206, [...image.description, ...range]);
}
