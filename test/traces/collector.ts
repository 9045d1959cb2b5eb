/** For tests: a small collector of OpenTelemetry, which takes traces as JSON over HTTP. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: Pick<Span, "attributes">;
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

export interface Collector {
  readonly url: string;
  /** All that it was sent so far, as text. */
  text(): string;
  spans(): readonly Span[];
  /** What the senders say of themselves. */
  resources(): readonly Span["attributes"][];
  close(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const texts: string[] = [];
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on("data", (part: Buffer) => parts.push(part));
    req.on("end", () => {
      const body = Buffer.concat(parts);
      if (req.url === "/v1/traces" && req.headers["content-type"] === "application/json") {
        texts.push((req.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString());
      }
      res.writeHead(200, { "Content-Type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a server on a TCP port has no other kind
  const exported = () =>
    texts.flatMap((text): Exported["resourceSpans"] => (JSON.parse(text) as Exported).resourceSpans);
  return {
    url: `http://127.0.0.1:${port}`,
    text: () => texts.join("\n"),
    spans: () => exported().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    resources: () => exported().map(({ resource }) => resource.attributes),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

/** An attribute's value, whatever its type. */
export const attribute = ({ attributes }: Pick<Span, "attributes">, name: string): unknown =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];
