import { randomUUID } from "node:crypto";
import { createServer, type RequestListener, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Deps } from "../deps.ts";
import { AppError, type ErrorCode } from "../errors.ts";
import { outsideOfDoors } from "./errors.ts";

/** What Node's parser says of requests that it cannot read; anything else is just malformed. */
const UNREADABLE: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: "HEADERS_TOO_LARGE",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "PAYLOAD_TOO_LARGE",
  ERR_HTTP_REQUEST_TIMEOUT: "REQUEST_TIMEOUT",
};

const BOUNDS = {
  /** Milliseconds. A client that sends its request slower than this gets 408: each one holds a connection and memory. */
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2000,
  /** At a time, in each process; more are closed at once, so that those that there are get answers. */
  maxConnections: 10_000,
};

/**
 * A server of which every answer is JSON and has a request id, those included that Node would give by itself, bare: to an
 * unknown method, headers that are too large, a path that is none.
 * @param bounds others than those of the shop, for tests that cannot wait for these
 */
export function serverOf(
  app: RequestListener,
  { log, tallies }: Pick<Deps, "log" | "tallies">,
  bounds: Partial<typeof BOUNDS> = {},
): Server {
  const { maxConnections, ...times } = { ...BOUNDS, ...bounds };
  const server = createServer(times, app);
  server.maxConnections = maxConnections;
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on("request", (req, res) => answering.set(req.socket, res));
  // RFC 9110, section 10.1.1: expectations that are not known may be disregarded.
  server.on("checkExpectation", (req, res) => server.emit("request", req, res));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // Bytes in the middle of another answer would be taken for a part of it.
    const begun = answering.get(socket);
    if (error.code === "ECONNRESET" || !socket.writable || (begun?.headersSent && !begun.writableFinished)) {
      socket.destroy();
      return;
    }
    const refusal = new AppError(UNREADABLE[error.code ?? ""] ?? "MALFORMED_REQUEST");
    tallies.failed(refusal);
    const requestId = randomUUID();
    // Of the socket: what a proxy may have said of the client could not be read either.
    const address = socket instanceof Socket ? socket.remoteAddress : undefined;
    log.info({ requestId, status: refusal.status, reason: error.code, address }, "a request could not be read");
    socket.end(bareAnswer(refusal, requestId), () => socket.destroy());
  });
  return server;
}

/** An answer, written by hand: there is no request that Node could answer. */
function bareAnswer(error: AppError, requestId: string): string {
  const { status, body } = outsideOfDoors(error, requestId, null);
  const text = JSON.stringify(body);
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(text)}`,
    `X-Request-Id: ${requestId}`,
    "Connection: close",
    "",
    text,
  ].join("\r\n");
}
