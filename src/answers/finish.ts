import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import { asSent } from "../http/connection.ts";
import { OF_ONE_REQUEST } from "../http/request.ts";
import { Answer, type Headers } from "./answer.ts";
import { compress, type Encoding, encodingFor, isCompressible } from "./encoding.ts";

/** What belongs to one request or to the form of one body. */
const NOT_KEPT = new Set([...OF_ONE_REQUEST.map((name) => name.toLowerCase()), "content-length"]);

/** The answer that stands on a response, as one to be given again; null for one that must not be. */
export function answerFrom(req: IncomingMessage, res: ServerResponse, body: Buffer): Answer | null {
  if (res.statusCode !== 200 || res.hasHeader("Set-Cookie") || res.hasHeader("Content-Encoding")) return null;
  // One that comes with a tag of its own has been answered with all that goes with tags.
  const isOurs = !res.hasHeader("ETag");
  const tagged = isOurs && req.method === "GET";
  // Whoever keeps it asks before each use whether it is still good, and is counted then.
  if (tagged) res.setHeader("Cache-Control", "no-cache");
  const headers = namesOf(res).filter((name) => !NOT_KEPT.has(name.toLowerCase()));
  return new Answer(
    headers.flatMap((name) => [name, String(res.getHeader(name))]),
    body,
    { type: isOurs ? String(res.getHeader("Content-Type")) : "", tagged },
  );
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
