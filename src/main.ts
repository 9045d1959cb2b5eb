import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { DatabaseError } from "../prisma/database.ts";
import { createApp } from "./app.ts";
import { bootstrap } from "./bootstrap.ts";
import { KeyError } from "./auth/keys.ts";
import { type Config, ConfigError, loadConfig } from "./config.ts";
import { connect, type Deps, disconnect } from "./deps.ts";
import { StoreUnavailable } from "./stores/store.ts";
import { banner } from "./banner.ts";

/** How long requests in flight may take after SIGTERM; the rest of the 10 seconds is for closing. */
const DRAIN_MS = 8000;

try {
  const config = loadConfig();
  await serve(config);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

async function serve(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel, redact: { paths: ["*.password", "*.token", "*.code"], remove: true } });
  const deps = await connect(config, log);
  try {
    await bootstrap(deps);
    await listen(deps);
  } catch (error) {
    await disconnect(deps);
    throw error;
  }
}

async function listen(deps: Deps): Promise<void> {
  const { config, log } = deps;
  const server = createServer(createApp(deps));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, resolve);
  });
  // With port 0 the system has chosen one. A server on a TCP port has no address of another kind.
  const { port } = server.address() as AddressInfo;
  process.stdout.write(await banner(deps, port));

  const stop = (signal: NodeJS.Signals): void => {
    process.removeAllListeners("SIGTERM").removeAllListeners("SIGINT");
    log.info({ signal }, "stopping");
    const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(force);
      disconnect(deps).catch((error: unknown) => {
        log.error({ err: error }, "could not close everything");
        process.exitCode = 1;
      });
    });
    server.closeIdleConnections();
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
}

/** One sentence for what an operator can mend; a stack for what only we can. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return `The settings cannot be used:\n${error.message}`;
  if (error instanceof KeyError || error instanceof DatabaseError) return error.message;
  if (error instanceof StoreUnavailable) return `The store cannot be opened: ${error.message}`;
  if (error instanceof Error && "code" in error && "syscall" in error && error.syscall === "listen") {
    if (error.code === "EADDRINUSE") return "The port is taken: stop the other program, or set PORT to another one.";
    return `Cannot listen: ${error.message}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
