import { connect, type Socket } from "node:net";

/** At the same time, one request each. */
const CONNECTIONS = 32;

export interface Request {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Posted as JSON. */
  readonly body?: object;
}

export interface Took {
  readonly perSecond: number;
  /** Milliseconds of each request, from its first byte sent to the last one of its answer, the shortest first. */
  readonly times: readonly number[];
}

/**
 * Sends an amount of requests, as fast as they are answered, over connections that stay open: they are written before the
 * clock starts, and of the answers hardly more is read than where they end, so that one core can load another.
 * @throws for any answer but 200
 */
export async function load(url: string, amount: number, request: (n: number) => Request): Promise<Took> {
  const { hostname, port } = new URL(url);
  const messages = Array.from({ length: amount }, (_, n) => messageOf(request(n)));
  const sockets = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => opened(connect({ host: hostname, port: Number(port), noDelay: true }))),
  );
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      for (let message = messages[next++]; message !== undefined; message = messages[next++]) {
        const sent = performance.now();
        await answered(socket, message);
        times.push(performance.now() - sent);
      }
      socket.destroy();
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: amount / seconds, times: times.sort((a, b) => a - b) };
}

export const percentile = ({ times }: Pick<Took, "times">, percent: number): number =>
  times[Math.min(times.length - 1, Math.floor((times.length * percent) / 100))] ?? Number.NaN;

function messageOf({ path, headers = {}, body }: Request): Buffer {
  const text = body === undefined ? "" : JSON.stringify(body);
  const lines = Object.entries({
    Host: "shop.example",
    Accept: "*/*",
    ...(body !== undefined && { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${body === undefined ? "GET" : "POST"} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${text}`);
}

const opened = (socket: Socket): Promise<Socket> =>
  new Promise((resolve, reject) => socket.once("connect", () => resolve(socket)).once("error", reject));

/** Sends one request and waits for the whole answer. */
function answered(socket: Socket, message: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let left: number | undefined;
    let head = "";
    const fail = () => reject(new Error(`The answer to\n${message.toString()}\nwas\n${head || "none"}`));
    const read = (part: Buffer): void => {
      if (left === undefined) {
        head += part.toString("latin1");
        const end = head.indexOf("\r\n\r\n");
        if (end < 0) return;
        const length = /\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1];
        if (!head.startsWith("HTTP/1.1 200 ") || length === undefined) return fail();
        left = end + 4 + Number(length) - head.length;
      } else left -= part.length;
      if (left > 0) return;
      socket.off("data", read).off("close", fail);
      resolve();
    };
    socket.on("data", read).once("close", fail);
    socket.write(message);
  });
}
