import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { createApp, createHealthApp } from "./app.ts";
import type { Config } from "./config.ts";
import { connect, type Deps, disconnect } from "./deps.ts";
import { serverOf } from "./http/server.ts";
import { banner } from "./process/banner.ts";
import { bootstrap } from "./process/bootstrap.ts";
import { startErasures } from "./process/erasures.ts";
import { leaveCluster, onStopMessage, speaksForAll } from "./process/cluster.ts";
import { closingOf } from "./process/shutdown.ts";

/**
 * Less than the 10 seconds that a stop may last, of which the log's last lines may need one: what could not be closed by
 * then hangs, as a silent database does.
 */
const STOP_MS = 8500;
/** How long requests in flight may take of that; the rest is for mails and for closing. */
const DRAIN_MS = 6500;
/** How long passwords are still looked at; whoever has not had a turn by then is told to try again. */
const HASH_MS = 4000;

/** The shop in this process: opened, and closed again at SIGTERM, SIGINT or its supervisor's word. */
export async function serve(config: Config, log: Logger): Promise<void> {
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
  const server = serverOf(createApp(deps), deps);
  const closings = [closingOf(server)];
  const port = await listenOn(server, config.port, config.host);
  if (config.healthPort !== undefined) {
    const health = serverOf(createHealthApp(deps), deps);
    closings.push(closingOf(health));
    await listenOn(health, config.healthPort, config.host);
  }
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
    Promise.all(closings.map((close) => close(DRAIN_MS)))
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
  if (!speaksForAll()) return;
  startErasures(deps);
  await announce();
}

/** @returns the port: with 0 the system chooses one */
async function listenOn(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  // A server on a TCP port has no address of another kind.
  return (server.address() as AddressInfo).port;
}
