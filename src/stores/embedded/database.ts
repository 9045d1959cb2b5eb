import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { StoreUnavailable } from "../store.ts";
import { migrate } from "./schema.ts";

export interface Connections {
  /** An acknowledged write survives a power cut: sessions, codes and the taking of a batch of views. */
  readonly durable: Database.Database;
  /**
   * A write survives a crash of the process, and may be lost in a power cut: throttles, views, messages, notes of use,
   * sweeping.
   */
  readonly relaxed: Database.Database;
  /** Never writes, so that its `data_version` tells of every write of the others; hardly waits for a lock. */
  readonly watching: Database.Database;
}

/**
 * Runs one act on the file, again and again while another process has it locked, and turns a failure of the file into
 * {@link StoreUnavailable}. An act does all of its writing or nothing.
 */
export type Run = <T>(act: () => T) => Promise<T>;

/** How long it waits at most until it looks whether a lock is gone, in milliseconds. */
const LOOK_EVERY_MS = 10;
/** A lock that has not been seen for so long is another one. */
const BREAK_MS = 1000;

/**
 * Opens the file three times, creating it (0600), its folder (0700) and its tables when they are missing.
 * @throws {StoreUnavailable} when the file cannot be opened, or stays locked for longer than `busyTimeoutMs`
 */
export function openConnections(file: string, busyTimeoutMs: number): Connections {
  if (file === "" || file === ":memory:") throw new TypeError("The embedded store needs a file: processes share it");
  const opened: Database.Database[] = [];
  try {
    createPrivately(file);
    const durable = open(file, busyTimeoutMs, opened);
    durable.pragma("synchronous = FULL");
    // macOS alone needs to be told that a sync is to reach the disk and not just the drive's cache.
    durable.pragma("fullfsync = ON");
    migrate(durable);
    const relaxed = open(file, busyTimeoutMs, opened);
    // Not OFF: this connection checkpoints too, and a checkpoint that skips its syncs could lose, in a power cut,
    // sessions that the durable connection has acknowledged.
    relaxed.pragma("synchronous = NORMAL");
    relaxed.pragma("checkpoint_fullfsync = ON");
    // SQLite's own waiting would hold up the whole process.
    for (const db of [durable, relaxed]) db.pragma("busy_timeout = 0");
    const watching = open(file, busyTimeoutMs, opened);
    // It polls: the next time is soon, and the whole process waits meanwhile.
    watching.pragma("busy_timeout = 5");
    watching.pragma("query_only = ON");
    return { durable, relaxed, watching };
  } catch (error) {
    for (const db of opened) db.close();
    throw translate(error);
  }
}

/**
 * The {@link Run} of what {@link openConnections} opened.
 * @param waitMs how long an act waits for a lock at most, from when it was asked for
 */
export function runner({ durable, relaxed }: Connections, waitMs: number): Run {
  const isOpen = () => durable.open && relaxed.open;
  // Those that wait stand in a line, and only the first looks whether the lock is gone.
  let line: Promise<unknown> = Promise.resolve();
  // Requests have several acts: those that come when others have waited in vain do not wait as long again.
  const lock = { since: 0, seenAt: Number.NEGATIVE_INFINITY };
  const seeLock = (): void => {
    const now = performance.now();
    if (now - lock.seenAt > BREAK_MS) lock.since = now;
    lock.seenAt = now;
  };
  return async (act) => {
    const deadline = performance.now() + waitMs;
    const attempt = (): { readonly given: ReturnType<typeof act> } | null => {
      if (!isOpen()) throw new StoreUnavailable("The embedded store is closed");
      try {
        return { given: act() };
      } catch (error) {
        if (!isLocked(error)) throw translate(error);
        seeLock();
        if (performance.now() > Math.min(deadline, lock.since + waitMs)) throw translate(error);
        return null;
      }
    };
    const wait = async () => {
      for (let pauseMs = 1; ; pauseMs = Math.min(LOOK_EVERY_MS, 2 * pauseMs)) {
        const done = attempt();
        if (done) {
          lock.seenAt = Number.NEGATIVE_INFINITY;
          return done;
        }
        await sleep(pauseMs);
      }
    };
    const done = attempt();
    if (done) return done.given;
    const turn = line.then(wait);
    line = turn.catch(() => undefined);
    return (await turn).given;
  };
}

const isLocked = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");

/** What is wrong with the file, its disk or its lock becomes {@link StoreUnavailable}; mistakes of ours stay as they are. */
export function translate(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const ofFile =
    /^(SQLITE_(BUSY|LOCKED|CANTOPEN|IOERR|FULL|READONLY|CORRUPT|NOTADB|PROTOCOL|PERM|AUTH|NOMEM)|E[A-Z]+$)/;
  return ofFile.test(code) ? new StoreUnavailable(`The embedded store failed: ${code}`, { cause: error }) : error;
}

function createPrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Made before SQLite sees it, since SQLite would use the umask; its -wal and -shm files copy the mode of this one.
  closeSync(openSync(file, "a", 0o600));
}

function open(file: string, busyTimeoutMs: number, opened: Database.Database[]): Database.Database {
  const db = new Database(file, { timeout: busyTimeoutMs });
  opened.push(db);
  // A count changes a few bytes but logs a whole page: small pages keep the write-ahead log four times smaller.
  // Without effect on a file that has its tables already.
  db.pragma("page_size = 1024");
  switchToWal(db, busyTimeoutMs);
  return db;
}

/** When two processes switch a new file to WAL at the same moment, SQLite may fail one of them without any waiting. */
function switchToWal(db: Database.Database, busyTimeoutMs: number): void {
  const deadline = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      const mode = db.pragma("journal_mode = WAL", { simple: true });
      if (mode !== "wal")
        throw new StoreUnavailable(`${db.name} cannot be shared by processes (journal mode ${String(mode)})`);
      return;
    } catch (error) {
      if (!isLocked(error) || performance.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5 + Math.random() * 20);
    }
  }
}
