import { AppError } from "../errors.ts";

/** The longest that a hash may be expected to wait for its turn, in milliseconds; a client that waits longer gives up anyway. */
const MAX_WAIT_MS = 3000;

/** What a task is taken to last until one has been timed, in milliseconds; never less than this, so that the queue is bounded. */
const FIRST_GUESS_MS = 60;
const LEAST_MS = 1;

/** How much the newest task says about the next one. */
const WEIGHT = 0.2;

/** For whom something is hashed. */
export interface Asker {
  /** Who shares one place in the rotation, such as a client's network. */
  readonly network: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

/** Since the start of the process. */
export interface HashFigures {
  /** Tasks that wait for their turn now. */
  readonly waiting: number;
  /** Tasks that have had their turn, and how long all of them waited for it. */
  readonly begun: number;
  readonly waitedSeconds: number;
  /** Tasks refused at once, as the wait would have been too long. */
  readonly refused: number;
}

export interface HashQueue {
  /**
   * Runs a task when it is its turn.
   * @throws {AppError} UNAVAILABLE, with the seconds until it makes sense to come again: at once when the wait would be too
   *   long, later when nobody waits for it any more or the queue is closed
   */
  run<T>(task: () => Promise<T>, asker: Asker): Promise<T>;
  /** Refuses what waits, what comes, and what is under way: nobody is told of its end any more. */
  close(): void;
  figures(): HashFigures;
}

interface Job {
  begin(): void;
  refuse(): void;
}

/**
 * At most `atOnce` tasks at a time. Those that wait take turns by network, so that whoever sends many waits for their own,
 * and nobody else does. Bounded by how long a newcomer would wait, not by how many there are: hashes take as long as the
 * machine is slow.
 * @param now milliseconds, from any moment on
 */
export function createHashQueue(atOnce: number, now: () => number = () => performance.now()): HashQueue {
  // In the order in which networks have their next turn.
  const waiting = new Map<string, Job[]>();
  let running = 0;
  const underWay = new Set<() => void>();
  let lastsMs = FIRST_GUESS_MS;
  let closed = false;
  let begun = 0;
  let waitedMs = 0;
  let refused = 0;

  const expectedWait = (network: string): number => {
    if (running < atOnce) return 0;
    const own = waiting.get(network)?.length ?? 0;
    // Before its next turn, each other network has as many turns as it has jobs, and at most one more than this one has.
    const others = [...waiting].filter(([name]) => name !== network);
    const ahead = others.reduce((sum, [, jobs]) => sum + Math.min(jobs.length, own + 1), own);
    return ((ahead + 1) / atOnce) * lastsMs;
  };

  const next = (): void => {
    const [turn] = waiting;
    if (turn === undefined || running >= atOnce) return;
    const [network, jobs] = turn;
    const job = jobs.shift();
    waiting.delete(network);
    if (jobs.length > 0) waiting.set(network, jobs);
    if (job === undefined) return;
    running += 1;
    job.begin();
  };

  const perform = async <T>(task: () => Promise<T>, cameAt: number): Promise<T> => {
    const began = now();
    const given = Promise.withResolvers<T>();
    const refuse = () => given.reject(new AppError("UNAVAILABLE"));
    underWay.add(refuse);
    task().then(given.resolve, given.reject);
    begun += 1;
    waitedMs += began - cameAt;
    try {
      return await given.promise;
    } finally {
      underWay.delete(refuse);
      running -= 1;
      lastsMs = Math.max(LEAST_MS, lastsMs + (now() - began - lastsMs) * WEIGHT);
      next();
    }
  };

  const turnOf = (network: string, signal: AbortSignal | undefined): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      const jobs = (waiting.get(network) ?? []).filter((each) => each !== job);
      if (jobs.length === 0) waiting.delete(network);
      else waiting.set(network, jobs);
      job.refuse();
    };
    const job: Job = {
      begin: () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      },
      refuse: () => reject(new AppError("UNAVAILABLE")),
    };
    signal?.addEventListener("abort", leave, { once: true });
    waiting.set(network, [...(waiting.get(network) ?? []), job]);
    return promise;
  };

  return {
    async run(task, { network, signal }) {
      if (closed || signal?.aborted) throw new AppError("UNAVAILABLE");
      const wait = expectedWait(network);
      if (wait > MAX_WAIT_MS) {
        refused += 1;
        throw new AppError("UNAVAILABLE", { retryAfter: Math.ceil(wait / 1000) });
      }
      const cameAt = now();
      // Whoever gets a turn has its place from then on: `next` takes it for those that wait.
      if (running < atOnce) running += 1;
      else await turnOf(network, signal);
      return perform(task, cameAt);
    },
    close() {
      closed = true;
      const jobs = [...waiting.values()].flat();
      waiting.clear();
      for (const job of jobs) job.refuse();
      for (const refuse of underWay) refuse();
    },
    figures: () => ({
      waiting: [...waiting.values()].reduce((sum, jobs) => sum + jobs.length, 0),
      begun,
      waitedSeconds: waitedMs / 1000,
      refused,
    }),
  };
}
