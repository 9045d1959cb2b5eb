import { setTimeout as sleep } from "node:timers/promises";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQueryable,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import { adapterKind } from "./failures.ts";
import { Turnstile } from "./turnstile.ts";

/** Enough for every process of a machine to migrate in turn. */
const LOCK_WAIT_MS = 60_000;

/** One plain connection, for migrations: without foreign keys, as SQLite's own procedure for changing tables wants. */
export async function connectForMigrations(path: string): Promise<SqlDriverAdapter> {
  const connection = await connect(path);
  await whenUnlocked(() => connection.executeScript("PRAGMA busy_timeout=0; PRAGMA journal_mode=WAL;"));
  await connection.executeScript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF;");
  return connection;
}

/** Opens a write transaction; waits for other processes' (and this one's) without blocking the thread. */
export async function beginImmediate(connection: SqlDriverAdapter): Promise<void> {
  await whenUnlocked(() => connection.executeScript("BEGIN IMMEDIATE"));
}

/**
 * Prisma's SQLite adapter with what it lacks:
 * - settings that hold on its connections (its SQLite is compiled to lose the last commits at a power cut);
 * - isolation. It sends everything over one connection and only makes transactions wait for each other, so that a
 *   single write that arrives while a transaction is open becomes part of it and is lost, though acknowledged, when
 *   that is rolled back. Here such a write waits, and reads have a connection of their own, which never waits;
 * - transactions that take the write lock when they begin. A later upgrade from reading to writing fails at once
 *   when another process has written in between.
 */
export function sqliteAdapter(path: string): SqlDriverAdapterFactory {
  const name = "@prisma/adapter-better-sqlite3";
  return {
    provider: "sqlite",
    adapterName: name,
    async connect() {
      const writer = await connect(path);
      await whenUnlocked(() => writer.executeScript("PRAGMA busy_timeout=0; PRAGMA journal_mode=WAL;"));
      await writer.executeScript(SETTINGS);
      const reader = await connect(path);
      await reader.executeScript(`${SETTINGS} PRAGMA query_only=ON;`);
      return guard(writer, reader);
    },
  };
}

const SETTINGS = "PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL;";

function connect(path: string): Promise<SqlDriverAdapter> {
  return new PrismaBetterSqlite3({ url: path }).connect();
}

function guard(writer: SqlDriverAdapter, reader: SqlDriverAdapter): SqlDriverAdapter {
  const turnstile = new Turnstile();
  const { provider, adapterName } = writer;
  return {
    provider,
    adapterName,
    queryRaw: (query) =>
      // A statement that begins so can't write in SQLite. The others run in turn, even the few that only read.
      /^\s*SELECT\b/i.test(query.sql) ? reader.queryRaw(query) : turnstile.run(() => writer.queryRaw(query)),
    executeRaw: (query) => turnstile.run(() => writer.executeRaw(query)),
    executeScript: (script) => turnstile.run(() => writer.executeScript(script)),
    async startTransaction(isolationLevel) {
      if (isolationLevel !== undefined && isolationLevel !== "SERIALIZABLE") {
        throw new DriverAdapterError({ kind: "InvalidIsolationLevel", level: isolationLevel });
      }
      const leave = await turnstile.enter();
      try {
        await writer.executeRaw(statement("BEGIN IMMEDIATE"));
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
async function whenUnlocked(attempt: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const busy = adapterKind(error) === "SocketTimeout";
      if (!busy || Date.now() > deadline) throw error;
      await sleep(10);
    }
  }
}
