import { openCodes } from "./codes.ts";
import { openConnections, runner } from "./database.ts";
import { openMessages } from "./messages.ts";
import { openSessions } from "./sessions.ts";
import { startSweep } from "./sweep.ts";
import { openThrottle } from "./throttle.ts";
import { openViews } from "./views.ts";
import type { Store } from "../store.ts";

export interface EmbeddedStoreOptions {
  /** Path of the SQLite file; created when missing, its folder too. Must be on a local disk. */
  readonly file: string;
  /** Told of failures that no caller sees (sweeping, polling for messages, listeners that throw); by default they become process warnings. */
  readonly onError?: (error: unknown) => void;
  /** Milliseconds between two sweeps of expired rows; 30,000 unless said. */
  readonly sweepEveryMs?: number;
  /** Milliseconds that an act waits for another process's lock; 5,000 unless said. Nothing else waits meanwhile. */
  readonly busyTimeoutMs?: number;
  /** The clock of sweeping and of messages, for tests whose callers use another one than the machine's. */
  readonly now?: () => number;
}

/**
 * The engine for a single machine: one SQLite file, shared exactly by any number of processes there. What has been
 * acknowledged survives the end of the process; sign-ins, sign-outs, rotations and codes survive a power cut as well, and
 * no views count twice by one (those added in the last moments may be lost).
 * @throws {StoreUnavailable} when the file cannot be opened
 */
export function openEmbeddedStore(options: EmbeddedStoreOptions): Store {
  const { file, onError = warn, sweepEveryMs = 30_000, busyTimeoutMs = 5000, now = Date.now } = options;
  const connections = openConnections(file, busyTimeoutMs);
  const run = runner(connections, busyTimeoutMs);
  const stopSweep = startSweep(connections, run, { everyMs: sweepEveryMs, now, onError });
  const messages = openMessages(connections, run, { now, onError });
  const readable = connections.durable.prepare("SELECT 1 FROM sessions LIMIT 1");

  return {
    sessions: openSessions(connections, run),
    throttle: openThrottle(connections, run),
    codes: openCodes(connections, run),
    views: openViews(connections, run),
    messages,
    ping: () => run(() => void readable.get()),
    close: async () => {
      stopSweep();
      messages.close();
      connections.watching.close();
      connections.relaxed.close();
      connections.durable.close();
    },
  };
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
