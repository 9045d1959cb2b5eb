import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import { adapterKind } from "./failures.ts";
import { Turnstile } from "./turnstile.ts";

/** Milliseconds: enough for every process of a machine to migrate in turn. */
const MIGRATION_WAIT_MS = 60_000;
/** How long a statement waits for a lock that another process holds, its turn in this process included. */
const LOCK_WAIT_MS = 5000;
/** How long a read trusts that the file is still in its place. */
const TRUST_MS = 200;

/** One plain connection, for migrations: without foreign keys, as SQLite's own procedure for changing tables wants. */
export async function connectForMigrations(path: string): Promise<SqlDriverAdapter> {
  const connection = await connect(path);
  await whenUnlocked(() => connection.executeScript("PRAGMA busy_timeout=0; PRAGMA journal_mode=WAL;"), migrating());
  await connection.executeScript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF; PRAGMA secure_delete=ON;");
  return connection;
}

/** Opens a write transaction; waits for other processes' (and this one's) without blocking the thread. */
export async function beginImmediate(connection: SqlDriverAdapter): Promise<void> {
  await whenUnlocked(() => connection.executeScript("BEGIN IMMEDIATE"), migrating());
}

const migrating = () => performance.now() + MIGRATION_WAIT_MS;

/**
 * Prisma's SQLite adapter with what it lacks:
 * - settings that hold on its connections (its SQLite is compiled to lose the last commits at a power cut);
 * - isolation. It sends everything over one connection and only makes transactions wait for each other, so that a
 *   single write that arrives while a transaction is open becomes part of it and is lost, though acknowledged, when
 *   that is rolled back. Here such a write waits, and reads have a connection of their own, which never waits;
 * - transactions that take the write lock when they begin. A later upgrade from reading to writing fails at once
 *   when another process has written in between;
 * - waiting for other processes' locks that does not stop this one: SQLite's own waiting blocks the thread;
 * - an eye on the file: SQLite goes on writing into one that was deleted or replaced, and all of that is lost.
 */
export function sqliteAdapter(path: string): SqlDriverAdapterFactory {
  const name = "@prisma/adapter-better-sqlite3";
  return {
    provider: "sqlite",
    adapterName: name,
    async connect() {
      const writer = await connect(path);
      await whenUnlocked(() => writer.executeScript("PRAGMA busy_timeout=0; PRAGMA journal_mode=WAL;"), migrating());
      await writer.executeScript(SETTINGS);
      const reader = await connect(path);
      await reader.executeScript(`${SETTINGS} PRAGMA query_only=ON;`);
      return guard(writer, reader, watch(path));
    },
  };
}

/** `secure_delete`: what is deleted or changed is overwritten with zeros, and not merely forgotten about (`erasure.ts`). */
const SETTINGS = "PRAGMA busy_timeout=0; PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;";

function connect(path: string): Promise<SqlDriverAdapter> {
  return new PrismaBetterSqlite3({ url: path }).connect();
}

/** @returns what throws when the file of that path is no longer the one that it was at the call; looked at in `trustMs` at most */
function watch(path: string): (trustMs: number) => void {
  const identity = () => {
    const file = statSync(path, { throwIfNoEntry: false });
    return file && `${file.dev}:${file.ino}`;
  };
  const opened = identity();
  let seenAt = performance.now();
  return (trustMs) => {
    const now = performance.now();
    if (now - seenAt < trustMs) return;
    if (identity() !== opened) throw new DriverAdapterError({ kind: "DatabaseNotReachable", host: path });
    seenAt = now;
  };
}

function guard(writer: SqlDriverAdapter, reader: SqlDriverAdapter, look: ReturnType<typeof watch>): SqlDriverAdapter {
  const turnstile = new Turnstile();
  /** One statement in its turn. The wait begins now, so that those that queue behind a lock all end with it. */
  const write = <T>(act: () => Promise<T>): Promise<T> => {
    const deadline = performance.now() + LOCK_WAIT_MS;
    return turnstile.run(() => {
      look(0);
      return whenUnlocked(act, deadline);
    });
  };
  const read = async (query: SqlQuery) => {
    look(TRUST_MS);
    return whenUnlocked(() => reader.queryRaw(query), performance.now() + LOCK_WAIT_MS);
  };
  const { provider, adapterName } = writer;
  return {
    provider,
    adapterName,
    queryRaw: (query) =>
      // A statement that begins so can't write in SQLite. The others run in turn, even the few that only read.
      /^\s*SELECT\b/i.test(query.sql) ? read(query) : write(() => writer.queryRaw(query)),
    executeRaw: (query) => write(() => writer.executeRaw(query)),
    executeScript: (script) => write(() => writer.executeScript(script)),
    async startTransaction(isolationLevel) {
      if (isolationLevel !== undefined && isolationLevel !== "SERIALIZABLE") {
        throw new DriverAdapterError({ kind: "InvalidIsolationLevel", level: isolationLevel });
      }
      const deadline = performance.now() + LOCK_WAIT_MS;
      const leave = await turnstile.enter();
      try {
        look(0);
        await whenUnlocked(() => writer.executeRaw(statement("BEGIN IMMEDIATE")), deadline);
      } catch (error) {
        leave();
        throw error;
      }
      return transaction(writer, leave);
    },
    async dispose() {
      await reader.dispose();
      await writer.dispose();
    },
  };
}

/**
 * Prisma sends COMMIT or ROLLBACK itself as a statement, and tells afterwards that the transaction is over. It does so
 * also when COMMIT has failed (disk full, a deferred constraint), and SQLite's transaction is then still open: every
 * later write would become part of it, be acknowledged, and be lost in the end.
 */
function transaction(writer: SqlQueryable, leave: () => void): Transaction {
  let open = true;
  const over = async () => {
    // Fails where SQLite has rolled back by itself, which is as well.
    if (open) await writer.executeRaw(statement("ROLLBACK")).catch(() => undefined);
    leave();
  };
  const savepoint = (sql: string) => writer.executeRaw(statement(sql)).then(() => undefined);
  return {
    provider: writer.provider,
    adapterName: writer.adapterName,
    options: { usePhantomQuery: false },
    queryRaw: (query) => writer.queryRaw(query),
    executeRaw: async (query) => {
      const changes = await writer.executeRaw(query);
      if (query.sql === "COMMIT" || query.sql === "ROLLBACK") open = false;
      return changes;
    },
    commit: over,
    rollback: over,
    createSavepoint: (name) => savepoint(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => savepoint(`ROLLBACK TO ${name}`),
    releaseSavepoint: (name) => savepoint(`RELEASE SAVEPOINT ${name}`),
  };
}

function statement(sql: string) {
  return { sql, args: [], argTypes: [] };
}

/**
 * Tries until no other connection is in the way. SQLite's own waiting would block the thread, and with it the very
 * transaction that it waits for when that belongs to this process; and it doesn't wait at all for the change to WAL.
 */
async function whenUnlocked<T>(attempt: () => Promise<T>, deadline: number): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const busy = adapterKind(error) === "SocketTimeout";
      if (!busy || performance.now() > deadline) throw error;
      await sleep(10);
    }
  }
}
