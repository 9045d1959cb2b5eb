import { createServer, type IncomingHttpHeaders, request, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer as it came over the line. */
export interface Raw {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Names and values as they were written. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** Not `fetch`, which unpacks bodies and adds headers of its own. */
export function ask(url: string, { method = "GET", path, headers = {}, body }: Asked): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const sent = request(`${url}${path}`, { method, headers: { ...length, ...headers } }, (res) => {
      const parts: Buffer[] = [];
      res.on("data", (part: Buffer) => void parts.push(part));
      res.on("error", reject);
      res.on("end", () => {
        const { statusCode = 0, headers: got, rawHeaders } = res;
        resolve({ status: statusCode, headers: got, rawHeaders, body: Buffer.concat(parts) });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** A query as clients of GraphQL send it. */
export const posted = (query: string, variables = {}, headers = {}): Asked => ({
  method: "POST",
  path: "/graphql",
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify({ query, variables }),
});

const OWN = /^(?:x-request-id|date|ratelimit-.*|connection|keep-alive)$/i;

/** All of an answer that two requests for the same must have in common. */
export function comparable({ status, rawHeaders, body }: Raw) {
  const headers = Array.from({ length: rawHeaders.length / 2 }, (_, i) => [rawHeaders[2 * i], rawHeaders[2 * i + 1]]);
  const kept = headers.filter(([name = ""]) => !OWN.test(name)).map((header) => header.join(": "));
  return { status, headers: kept.sort(), body: body.toString("base64") };
}

/** Serves on a free port while `act` runs. */
export async function serving<T>(listener: RequestListener, act: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a server on a TCP port has no other kind
  try {
    return await act(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
