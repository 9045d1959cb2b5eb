import { createHash, randomBytes } from "node:crypto";
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as httpRequest,
  type RequestListener,
} from "node:http";
import { request as httpsRequest } from "node:https";
import { bodyFrom } from "./bodies.ts";
import type { Headers } from "./exchange.ts";
import { routeOf } from "./routes.ts";
import type { RawExchange } from "./secrets.ts";

/** What a route's bodies have at most; what is longer goes through, and is not kept. */
const MAX_BODY = 4 * 1024 * 1024;

/** Meant for this connection only (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set(
  "connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade".split(" "),
);

interface Options {
  readonly upstream: URL;
  /** Which share of the clients is kept, from 0 to 1: whole clients, so that what they did makes sense. */
  readonly sample: number;
  /** Gets everything that a client of the sample did on a route of the old contracts. */
  readonly onExchange: (exchange: RawExchange) => void;
  /** Gets requests for anything else. */
  readonly onOther?: () => void;
}

/** A proxy that hands everything on, and looks on. The old server does not notice, and neither do its clients. */
export function watchingProxy({ upstream, sample, onExchange, onOther }: Options): RequestListener {
  const clients = clientNames(sample);
  return (req, res) => {
    const at = new Date().toISOString();
    const [method, target] = [req.method ?? "GET", req.url ?? "/"];
    const client = clients(req);
    const match = routeOf(method, target);
    if (!match) onOther?.();
    const send = upstream.protocol === "https:" ? httpsRequest : httpRequest;
    const forwarded = [req.headers["x-forwarded-for"], req.socket.remoteAddress].flat().filter(Boolean).join(", ");
    const outgoing = send(new URL(target, upstream), {
      method,
      headers: { ...endToEnd(req.headers), "x-forwarded-for": forwarded },
    });
    const sent = collect(req);
    req.pipe(outgoing);
    outgoing.on("response", (incoming) => {
      res.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, endToEnd(incoming.headers));
      const received = collect(incoming);
      incoming.pipe(res);
      incoming.on("end", () => {
        const [request, answer] = [sent(), received()];
        if (!match || client === undefined || !request || !answer) return;
        onExchange({
          client,
          at,
          route: match.route.name,
          request: { method, target, headers: flat(req.headers), body: bodyFrom(request) },
          answer: {
            status: incoming.statusCode ?? 502,
            headers: flat(incoming.headers),
            cookies: incoming.headers["set-cookie"] ?? [],
            body: bodyFrom(answer, incoming.headers["content-encoding"]),
          },
        });
      });
    });
    outgoing.on("error", () => {
      if (res.headersSent) res.destroy();
      else
        res.writeHead(502, { "content-type": "application/json" }).end('{"detail":"The old server does not answer"}');
    });
    res.on("close", () => outgoing.destroy());
  };
}

/** Names clients `c1`, `c2`, … by address and user agent; undefined: not in the sample. The key makes addresses unguessable. */
function clientNames(sample: number): (req: IncomingMessage) => string | undefined {
  const key = randomBytes(16);
  const names = new Map<string, string>();
  return ({ headers, socket }) => {
    const address = [headers["x-forwarded-for"]].flat()[0]?.split(",", 1)[0]?.trim() ?? socket.remoteAddress ?? "";
    const hash = createHash("sha256")
      .update(key)
      .update(address)
      .update("\n")
      .update(headers["user-agent"] ?? "")
      .digest();
    if (hash.readUInt32BE() / 2 ** 32 >= sample) return undefined;
    const id = hash.toString("hex");
    const name = names.get(id) ?? `c${names.size + 1}`;
    names.set(id, name);
    return name;
  };
}

/** The body once it is over; undefined when it was too long. */
function collect(message: IncomingMessage): () => Buffer | undefined {
  const chunks: Buffer[] = [];
  let length = 0;
  message.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= MAX_BODY) chunks.push(chunk);
  });
  return () => (length <= MAX_BODY ? Buffer.concat(chunks) : undefined);
}

const endToEnd = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));

const flat = (headers: IncomingHttpHeaders): Headers =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(", ")]],
    ),
  );
