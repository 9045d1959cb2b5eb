import cluster, { type Worker } from "node:cluster";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { passOn } from "./crowd.ts";

/** What the supervisor sends a worker instead of a signal, since Ctrl-C in a terminal has sent the workers one already. */
const STOP = "stop";

/** The supervisor gives up on workers that have not ended by then. */
const STOP_MS = 9500;

const MIN_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 30_000;

/** A worker that lived this long did not die of its start. */
const HEALTHY_MS = 60_000;

/**
 * Runs `count` processes on one port and replaces those that die, more slowly each time that they die young. The first
 * one starts alone: it sets up the database, and if it cannot start, nothing can.
 * @returns the exit code, once every worker has ended after SIGTERM or SIGINT
 */
export async function supervise(count: number, log: Logger): Promise<number> {
  const supervisor: Supervisor = {
    stop: new AbortController(),
    started: false,
    failures: 0,
    listening: new Set(),
    log,
  };
  const stopped = new Promise<void>((resolve) => {
    const stop = (signal: NodeJS.Signals): void => {
      if (supervisor.stop.signal.aborted) return;
      log.info({ signal, workers: Object.keys(cluster.workers ?? {}).length }, "stopping every worker");
      supervisor.stop.abort();
      resolve();
    };
    // For good: at Ctrl-C npm repeats what the terminal has said, and a second signal that nobody takes would end this process.
    process.on("SIGTERM", stop).on("SIGINT", stop);
  });
  const first = cluster.fork();
  const exited = new Promise<number>((resolve) => first.once("exit", (code) => resolve(code || 1)));
  const started = new Promise<null>((resolve) => first.once("listening", () => resolve(null)));
  watch(first, supervisor);
  const failure = await Promise.race([started, exited, stopped.then(() => 0)]);
  if (failure !== null && !supervisor.stop.signal.aborted) return failure;
  supervisor.started = true;
  for (let worker = 1; worker < count && !supervisor.stop.signal.aborted; worker += 1)
    watch(cluster.fork(), supervisor);
  await stopped;
  return stopAll(supervisor);
}

interface Supervisor {
  readonly stop: AbortController;
  /** Whether any worker has ever listened; before that a failure is final. */
  started: boolean;
  /** Workers in a row that died young. */
  failures: number;
  /** Workers that have come so far as to understand {@link STOP}. */
  readonly listening: Set<Worker>;
  readonly log: Logger;
}

function watch(worker: Worker, supervisor: Supervisor): void {
  const born = Date.now();
  hangUpAtItsDeath(worker);
  passOn(worker, () => [...supervisor.listening]);
  worker.once("listening", () => {
    supervisor.listening.add(worker);
    supervisor.log.debug({ worker: worker.process.pid }, "a worker listens");
  });
  worker.once("exit", (code, signal) => {
    supervisor.listening.delete(worker);
    if (supervisor.stop.signal.aborted || !supervisor.started) return;
    supervisor.failures = Date.now() - born > HEALTHY_MS ? 1 : supervisor.failures + 1;
    const backOffMs = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** (supervisor.failures - 1));
    supervisor.log.error({ worker: worker.process.pid, code, signal, backOffMs }, "a worker has died and is replaced");
    void replace(backOffMs, supervisor);
  });
}

/**
 * A connection that is on its way to a worker when that dies: node:cluster forgets about it and leaves it open, and its
 * client would wait for good. Closed, it is tried again by most. There is at most one, since the next one is handed over
 * after the worker has confirmed the last, which by then is closed here already (to close it again does nothing).
 */
function hangUpAtItsDeath(worker: Worker): void {
  let handedOver: Connection | undefined;
  worker.process.send = new Proxy(worker.process.send, {
    apply: (send, self, args: unknown[]) => {
      if (isConnection(args[1])) handedOver = args[1];
      return Reflect.apply(send, self, args);
    },
  });
  worker.once("exit", () => handedOver?.close());
}

interface Connection {
  close(): void;
}

function isConnection(handle: unknown): handle is Connection {
  return typeof handle === "object" && handle !== null && "close" in handle && typeof handle.close === "function";
}

async function replace(backOffMs: number, supervisor: Supervisor): Promise<void> {
  // Nothing else holds the supervisor while no worker lives.
  await sleep(backOffMs, undefined, { signal: supervisor.stop.signal }).catch(() => undefined);
  if (!supervisor.stop.signal.aborted) watch(cluster.fork(), supervisor);
}

async function stopAll({ listening }: Supervisor): Promise<number> {
  const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
  const codes = workers.map(
    (worker) =>
      new Promise<number>((resolve) =>
        worker.once("exit", (code, signal) => resolve(signal === "SIGKILL" ? 1 : (code ?? 0))),
      ),
  );
  for (const worker of workers) {
    if (listening.has(worker) && worker.isConnected()) worker.send(STOP);
    else worker.process.kill("SIGTERM");
  }
  const late = setTimeout(() => workers.forEach((worker) => worker.process.kill("SIGKILL")), STOP_MS);
  const worst = Math.max(0, ...(await Promise.all(codes)));
  clearTimeout(late);
  return worst;
}

/** Calls `stop` when this process is a worker and its supervisor says so. */
export function onStopMessage(stop: () => void): void {
  if (cluster.isWorker) process.on("message", (message) => void (message === STOP && stop()));
}

/** Whether this process is the one that speaks for all of them at the start. */
export const speaksForAll = (): boolean => cluster.isPrimary || cluster.worker?.id === 1;

/** Lets a worker end by itself: its channel to the supervisor is all that still holds it. */
export function leaveCluster(): void {
  if (cluster.isWorker) process.disconnect();
}

export const isSupervisor = (workers: number): boolean => workers > 1 && cluster.isPrimary;
