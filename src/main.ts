import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { DatabaseError } from "./database/client.ts";
import { isDatabaseAway, wordsOf } from "./database/failures.ts";
import { createApp } from "./app.ts";
import { bootstrap } from "./process/bootstrap.ts";
import { KeyError } from "./auth/keys.ts";
import { isSupervisor, leaveCluster, onStopMessage, speaksForAll, supervise } from "./process/cluster.ts";
import { type Config, ConfigError, loadConfig } from "./config.ts";
import { connect, type Deps, disconnect } from "./deps.ts";
import { createLog } from "./process/log.ts";
import { serverOf } from "./http/server.ts";
import { closingOf } from "./process/shutdown.ts";
import { StoreUnavailable } from "./stores/store.ts";
import { banner } from "./process/banner.ts";

/** Less than the 10 seconds that a stop may last: what could not be closed by then hangs, as a silent database does. */
const STOP_MS = 9000;
/** How long requests in flight may take of that; the rest is for mails and for closing. */
const DRAIN_MS = 7000;
/** How long passwords are still looked at; whoever has not had a turn by then is told to try again. */
const HASH_MS = 4000;

try {
  const config = loadConfig();
  const log = createLog(config.logLevel);
  endWithALine(log);
  if (isSupervisor(config.workers)) process.exitCode = await supervise(config.workers, log);
  else await serve(config, log);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
  leaveCluster();
}

/** What nobody has caught ends the process, which nothing can be said of any more: in the log's own form. */
function endWithALine(log: Logger): void {
  process.on("uncaughtException", (error, origin) => {
    log.fatal({ err: error, origin }, "the process ends: an error that nobody has caught");
    process.exit(1);
  });
}

async function serve(config: Config, log: Logger): Promise<void> {
  const deps = await connect(config, log);
  try {
    await bootstrap(deps);
    await listen(deps);
  } catch (error) {
    await disconnect(deps, STOP_MS);
    throw error;
  }
}

async function listen(deps: Deps): Promise<void> {
  const { config, log } = deps;
  const server = serverOf(createApp(deps), log);
  const close = closingOf(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, resolve);
  });
  // With port 0 the system has chosen one. A server on a TCP port has no address of another kind.
  const { port } = server.address() as AddressInfo;
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    log.info("stopping");
    const began = performance.now();
    // Logins that still wait for a core then would hold the stop up for as long as they are many.
    setTimeout(() => deps.passwords.close(), HASH_MS).unref();
    setTimeout(() => {
      log.error("could not close everything in time");
      process.exit(1);
    }, STOP_MS).unref();
    close(DRAIN_MS)
      .then(() => disconnect(deps, STOP_MS - (performance.now() - began)))
      .catch((error: unknown) => {
        log.error({ err: error }, "could not close everything");
        process.exitCode = 1;
      })
      .finally(leaveCluster);
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
  onStopMessage(stop);

  // In production every line is for a program to read.
  const announce = async () => {
    if (config.production) log.info({ host: config.host, port }, "the shop is open");
    else process.stdout.write(await banner(deps, port));
  };
  if (speaksForAll()) await announce();
}

/** One sentence for what an operator can mend; a stack for what only we can. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return `The settings cannot be used:\n${error.message}`;
  if (error instanceof KeyError || error instanceof DatabaseError) return error.message;
  if (isDatabaseAway(error)) return `The database cannot be used: ${wordsOf(error)}`;
  if (error instanceof StoreUnavailable) return `The store cannot be opened: ${error.message}`;
  if (error instanceof Error && "code" in error && "syscall" in error) {
    if (error.code === "EADDRINUSE") return "The port is taken: stop the other program, or set PORT to another one.";
    if (error.syscall === "listen" || error.syscall === "getaddrinfo")
      return `Cannot listen (${error.message}): mend HOST or PORT.`;
    if (error.syscall === "mkdir") return `The folder of DATA_DIR cannot be made: ${error.message}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
