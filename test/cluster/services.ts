/** For tests: databases of their own, and a line to one that can be cut. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { PrismaPg } from "@prisma/adapter-pg";

/** Where databases can be made. */
const SERVER = process.env["TEST_POSTGRESQL_URL"] ?? "postgresql://postgres@127.0.0.1:5432/postgres";

export interface TestDatabase {
  readonly url: string;
  /** The rows' values, in columns of their order. */
  rows(sql: string): Promise<unknown[][]>;
  /** Ends every connection to it but the one that asks; @returns how many */
  endConnections(): Promise<number>;
  drop(): Promise<void>;
}

export async function createDatabase(): Promise<TestDatabase> {
  const name = `shop_cluster_${randomUUID().replaceAll("-", "")}`;
  await ask(SERVER, `CREATE DATABASE ${name}`);
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    rows: (sql) => ask(url.href, sql),
    endConnections: async () => {
      const ended = await ask(
        SERVER,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
      );
      return ended.length;
    },
    drop: async () => void (await ask(SERVER, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

export async function postgresqlAnswers(): Promise<boolean> {
  try {
    await ask(SERVER, "SELECT 1");
    return true;
  } catch {
    return false;
  }
}

async function ask(url: string, sql: string): Promise<unknown[][]> {
  const connection = await new PrismaPg({ connectionString: url, max: 1, connectionTimeoutMillis: 3000 }).connect();
  try {
    return (await connection.queryRaw({ sql, args: [], argTypes: [] })).rows;
  } finally {
    await connection.dispose();
  }
}

export interface Line {
  /** The same address by way of this line. */
  readonly url: string;
  /** Breaks every connection, and refuses new ones. */
  cut(): void;
  /** Lets connections stand and come, and nothing through. */
  hang(): void;
  /** Lets everything through; what was held back goes first. */
  restore(): void;
  close(): void;
}

/** A way to a server that may be cut or hang. */
export async function lineTo(target: string): Promise<Line> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let state: "open" | "cut" | "hanging" = "open";
  const follow = (socket: Socket): void => (state === "hanging" ? void socket.pause() : void socket.resume());
  const proxy = createServer((client) => {
    if (state === "cut") return void client.destroy();
    const upstream = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("data", (data) => void to.write(data));
      from.on("error", () => undefined);
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      follow(from);
    }
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("No port");
  const url = new URL(target);
  url.host = `127.0.0.1:${address.port}`;
  const destroyAll = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url: url.href,
    cut: () => {
      state = "cut";
      destroyAll();
    },
    hang: () => {
      state = "hanging";
      sockets.forEach(follow);
    },
    restore: () => {
      state = "open";
      sockets.forEach(follow);
    },
    close: () => {
      destroyAll();
      proxy.close();
    },
  };
}
