import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";

/** A Redis of the test's own, which may be killed, frozen and started again on the same port. */
export interface RedisServer {
  readonly url: string;
  readonly port: string;
  /** Of a cluster's node: where the other nodes speak to it. */
  readonly busPort: string;
  start(): Promise<void>;
  /** SIGKILL, so that clients hear of it by their broken connection only. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Sends a command over a connection of its own. */
  command(name: string, ...args: string[]): Promise<unknown>;
  /** Ends it and removes what it left. */
  remove(): Promise<void>;
}

export function canStartRedis(): boolean {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A server without persistence on a free port; with `cluster`, a node without slots that knows no others (see cluster.ts). */
export async function startRedis({ cluster = false } = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "redis-"));
  const [port, busPort] = await Promise.all([freePort(), freePort()]);
  const args = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
  if (cluster) args.push("--cluster-enabled", "yes", "--cluster-port", busPort);
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | undefined;

  const command: RedisServer["command"] = async (name, ...rest) => {
    const redis = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => null });
    redis.on("error", () => undefined);
    try {
      return await redis.call(name, ...rest);
    } finally {
      redis.disconnect();
    }
  };
  const kill = async () => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const exit = once(server, "exit");
    server.kill("SIGKILL");
    await exit;
  };
  const running: RedisServer = {
    url,
    port,
    busPort,
    command,
    kill,
    start: async () => {
      server = spawn("redis-server", args, { stdio: "ignore" });
      await eventually(() => command("PING"));
    },
    freeze: () => void server?.kill("SIGSTOP"),
    thaw: () => void server?.kill("SIGCONT"),
    remove: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await running.start();
  return running;
}

/** A way to the server on which every answer takes `delayMs` longer. */
export async function slowLine(target: string): Promise<{ readonly url: string; delayMs: number; close(): void }> {
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const upstream = connect(Number(new URL(target).port), "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => [client, upstream].forEach((each) => each.destroy()));
    }
    client.pipe(upstream);
    upstream.on("data", (data) => setTimeout(() => client.write(data), line.delayMs));
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("No port");
  const line = {
    url: `redis://127.0.0.1:${address.port}`,
    delayMs: 0,
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
  return line;
}

export async function freePort(): Promise<string> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No port");
  return String(address.port);
}

/** Until it succeeds. */
export async function eventually(act: () => Promise<unknown>, withinMs = 5000): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      await act();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
