import { type AddressInfo, type Server, type Socket, createServer } from "node:net";
import { pino } from "pino";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** For tests: a mail as the server got it, taken apart. */
export interface ReceivedMail {
  readonly recipients: readonly string[];
  readonly headers: ReadonlyMap<string, string>;
  /** Content type (without parameters) → decoded text. */
  readonly parts: ReadonlyMap<string, string>;
}

/** For tests: an SMTP server on a free (or the given) port of 127.0.0.1 that keeps what it gets. */
export async function startSmtp(options: SMTPServerOptions = {}, port = 0) {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onData(stream, { envelope }, done) {
      // Now: the session forgets its envelope after each mail.
      const recipients = envelope.rcptTo.map(({ address }) => address);
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        received.push({ recipients, ...parseMail(Buffer.concat(chunks).toString("latin1")) });
        done();
      });
    },
    ...options,
  });
  // A client that goes away in the middle is part of these tests.
  server.on("error", () => {});
  const listening = server.listen(port, "127.0.0.1");
  await new Promise((resolve) => listening.once("listening", resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  const hangUp = () => {
    for (const connection of server.connections) connection.close();
  };
  return { port: portOf(listening), received, hangUp, close };
}

/** For tests: a server that speaks as `onConnection` says, which may be not at all. */
export async function startRaw(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port: portOf(server), sockets, close };
}

/** For tests: a port that nobody listens on, for the moment. */
export async function freePort(): Promise<number> {
  const server = await startRaw(() => {});
  await server.close();
  return server.port;
}

/** For tests: a real pino logger and the lines it wrote. */
export function recordingLog() {
  const lines: string[] = [];
  return { log: pino({ level: "trace" }, { write: (line: string) => lines.push(line) }), lines };
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen on a port");
  return address.port;
}

function parseMail(raw: string): Pick<ReceivedMail, "headers" | "parts"> {
  const { headers, body } = splitHead(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers.get("content-type") ?? "")?.[1];
  const parts = new Map<string, string>();
  for (const section of boundary === undefined ? [] : body.split(`--${boundary}`).slice(1, -1)) {
    const part = splitHead(section.replace(/^\r\n/, ""));
    const type = part.headers.get("content-type")?.split(";")[0] ?? "";
    parts.set(type, decodeBody(part.body, part.headers.get("content-transfer-encoding")).replaceAll("\r\n", "\n"));
  }
  return { headers, parts };
}

function splitHead(raw: string): { headers: ReadonlyMap<string, string>; body: string } {
  const end = raw.indexOf("\r\n\r\n");
  const headers = new Map<string, string>();
  const unfolded = raw.slice(0, end).replace(/\r\n[ \t]+/g, " ");
  for (const line of unfolded.split("\r\n")) {
    const colon = line.indexOf(":");
    headers.set(line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim()));
  }
  return { headers, body: raw.slice(end + 4) };
}

function decodeBody(body: string, encoding = "7bit"): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  const bytes = encoding === "quoted-printable" ? unquote(body.replace(/=\r\n/g, "")) : body;
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** RFC 2047; the space between two encoded words is not part of the text. */
function decodeWords(value: string): string {
  const joined = value.replace(/\?=\s+=\?/g, "?==?");
  return joined.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
    decodeBody(kind.toLowerCase() === "b" ? text : text.replaceAll("_", " "), words[kind.toLowerCase()]),
  );
}

const words: Readonly<Record<string, string>> = { b: "base64", q: "quoted-printable" };

const unquote = (text: string) =>
  text.replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
