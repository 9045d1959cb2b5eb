import { mkdtemp, rm } from "node:fs/promises";
import { createServer, request, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express, { type NextFunction, type Request, type Response } from "express";
import { catalogImages } from "./index.ts";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Fixture extends AsyncDisposable {
  /** A new folder; the catalogue is `catalog` in it, which is not made. */
  readonly base: string;
  readonly catalog: string;
  readonly port: number;
  readonly server: Server;
  /** What reached the error handler of the app. */
  readonly errors: unknown[];
  /** The target goes out as it is, unlike with fetch, which resolves `..`. */
  send(target: string, options?: { method?: string; headers?: Readonly<Record<string, string>> }): Promise<Answer>;
  /** As `send`, for a path below the mount point. */
  get(path: string, headers?: Readonly<Record<string, string>>, method?: string): Promise<Answer>;
}

/** A server on a free port, with the images of a new temporary folder. */
export async function startServer(): Promise<Fixture> {
  const base = await mkdtemp(join(tmpdir(), "images-"));
  const catalog = join(base, "catalog");
  const errors: unknown[] = [];
  const { port, server, stop } = await listen(appOf(catalog, errors));
  const send: Fixture["send"] = (target, options = {}) => exchange(port, target, options);
  return {
    base,
    catalog,
    port,
    server,
    errors,
    send,
    get: (path, headers = {}, method = "GET") => send(`/cache/catalog/${path}`, { method, headers }),
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(base, { recursive: true, force: true });
    },
  };
}

export async function listen(handler: RequestListener) {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on TCP has such an address.
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { server, port, stop };
}

/** Sends bytes that no HTTP client would, and returns what comes back, read as Latin-1. */
export function sendBytes(port: number, bytes: Buffer | string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.setEncoding("latin1").on("data", (chunk) => (text += chunk));
    socket.on("error", reject).on("close", () => resolve(text));
  });
}

function appOf(catalogDir: string, errors: unknown[]) {
  const app = express();
  app.use("/cache/catalog", catalogImages({ catalogDir }));
  app.use((_req: Request, res: Response) => void res.status(418).end());
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    errors.push(error);
    if (res.headersSent) res.destroy();
    else res.status(500).end();
  });
  return app;
}

function exchange(port: number, path: string, options: Parameters<Fixture["send"]>[1]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, path, agent: false, ...options }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", reject);
      res.on("end", () => {
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) });
      });
    });
    outgoing.on("error", reject).end();
  });
}
