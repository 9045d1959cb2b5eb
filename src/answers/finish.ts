import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import { asSent } from "../http/connection.ts";
import { OF_ONE_REQUEST } from "../http/request.ts";
import { Answer, type Headers } from "./answer.ts";
import type { Question } from "./questions.ts";
import type { AnswerRecord } from "./record.ts";
import { compress, type Encoding, encodingFor, isCompressible } from "./encoding.ts";

/** What belongs to one request or to the form of one body. */
const NOT_KEPT = new Set([...OF_ONE_REQUEST.map((name) => name.toLowerCase()), "content-length"]);

/** What every cache tells apart by itself, or nothing in an answer depends on but whether there is one. */
const NOT_VARYING = new Set([
  "host",
  "if-none-match",
  "if-modified-since",
  "content-type",
  "content-length",
  "transfer-encoding",
]);

/**
 * The answer that stands on a response, as one for others too; null for one that is not.
 * @param asked what the app has asked of the request
 */
export function answerFrom(
  req: IncomingMessage,
  res: ServerResponse,
  body: Buffer,
  { record, asked }: { readonly record: AnswerRecord; readonly asked: readonly Question[] },
): Answer | null {
  if (res.statusCode !== 200 || res.hasHeader("Set-Cookie") || res.hasHeader("Content-Encoding")) return null;
  // One that comes with a tag of its own has been answered with all that goes with tags.
  const isOurs = !res.hasHeader("ETag");
  const tagged = isOurs && req.method === "GET" && record.audience === "everybody";
  if (tagged) tellCaches(res, record, asked);
  const headers = namesOf(res).filter((name) => !NOT_KEPT.has(name.toLowerCase()));
  return new Answer(
    headers.flatMap((name) => [name, String(res.getHeader(name))]),
    body,
    { type: isOurs ? String(res.getHeader("Content-Type")) : "", tagged },
  );
}

/** Whoever keeps an answer asks before each use whether it is still good, and is counted then; caches on the way where they may. */
function tellCaches(res: ServerResponse, { maxAge }: AnswerRecord, asked: readonly Question[]): void {
  if (maxAge === null) return void res.setHeader("Cache-Control", "no-cache");
  res.setHeader("Cache-Control", `public, max-age=${maxAge}, must-revalidate`);
  const named = new Set(
    String(res.getHeader("Vary") ?? "")
      .toLowerCase()
      .split(/\s*,\s*/),
  );
  for (const { header } of asked) {
    if (header === undefined || NOT_VARYING.has(header) || named.has(header)) continue;
    res.appendHeader(
      "Vary",
      header.replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()),
    );
  }
}

/** As they are written. Every outgoing message has the function, but for the types, which know it of requests alone. */
const namesOf = (res: ServerResponse): string[] =>
  (res as ServerResponse & Pick<ClientRequest, "getRawHeaderNames">).getRawHeaderNames();

/** Takes all headers off a response. @returns those that belong to the one request */
export function takeOwnHeaders(res: ServerResponse): Headers {
  const own = OF_ONE_REQUEST.flatMap((name) => (res.hasHeader(name) ? [name, String(res.getHeader(name))] : []));
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  return own;
}

/** Ends an answer that is for one request alone, compressed where that helps and the client takes it. */
export function sendCompressed(
  req: IncomingMessage,
  res: ServerResponse,
  body: Buffer,
  end: (body: Buffer) => void,
): void {
  const isFinal = res.hasHeader("Content-Encoding") || res.hasHeader("ETag");
  if (isFinal || !isCompressible(String(res.getHeader("Content-Type")), body.length)) return end(body);
  res.appendHeader("Vary", "Accept-Encoding");
  const encoding = encodingFor(asSent(req).headers["accept-encoding"]);
  if (encoding === null) return end(body);
  void compressed(body, encoding).then((bytes) => {
    if (bytes !== body) res.setHeader("Content-Encoding", encoding);
    res.setHeader("Content-Length", bytes.length);
    return end(bytes);
  });
}

/** Out of memory at worst it stays as it is. */
const compressed = (body: Buffer, encoding: Encoding): Promise<Buffer> => compress(body, encoding).catch(() => body);
