import type { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { DriverAdapterError, type SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { PrismaClient } from "../generated/postgresql/client.ts";
import { DatabaseError, transactionOptions, type Database } from "./client.ts";
import { adapterKind } from "./failures.ts";
import { boundedByKind } from "./bounded-kinds.ts";
import { tracedAdapter } from "./traced.ts";
import { applyMigrations, MigrationError, type Dialect } from "./migrate.ts";

export const postgresqlMigrations = fileURLToPath(new URL("../../prisma/postgresql/migrations", import.meta.url));

/** The number that the stock CLI locks with, so that the two exclude each other. */
const MIGRATION_LOCK = 72_707_369;

/** Of every pool, that of migrations too. */
const CONNECTION = {
  connectionTimeoutMillis: 5000,
  /**
   * The pool takes its own listener off a connection that it hands out, and Prisma's adapter adds one a moment later. A
   * connection that breaks in between would end the process; its next query fails anyway, and says why.
   */
  verify: (client: EventEmitter, done: () => void): void => {
    client.on("error", () => undefined);
    done();
  },
};

/** Of the server: what its pool allows. */
export const POOL = {
  ...CONNECTION,
  connectionTimeoutMillis: 2000,
  max: 10,
  /** A locked table gives its connections back soon: others wait for them. */
  lock_timeout: 2000,
  /** Ends a query that would otherwise outlive whoever asked. */
  statement_timeout: 4000,
  /** The same at this end, for a line that has gone silent; a little later, so that the server gives its own reason first. */
  query_timeout: 4500,
  /** Frees what a transaction has locked when its process hangs. */
  idle_in_transaction_session_timeout: 60_000,
};

const dialect: Dialect = {
  migrationsTable: "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = '_prisma_migrations'",
  begin: (adapter) => adapter.executeScript(`BEGIN; SELECT pg_advisory_xact_lock(${MIGRATION_LOCK});`),
  verify: () => Promise.resolve(),
};

/**
 * Opens a PostgreSQL database, up to date.
 * @param url `postgresql://…`; its `schema` parameter names the schema to use (default `public`)
 * @throws {DatabaseError}
 */
export async function openPostgresql(url: string, migrations = postgresqlMigrations): Promise<Database> {
  const { connection, schema } = parse(url);
  try {
    await migratePostgresql(url, migrations);
    const database = new PrismaClient({
      adapter: tracedAdapter(boundedByKind(new PrismaPg({ ...connection, ...POOL }, { schema }))),
      transactionOptions,
    });
    await database.$connect();
    // The clients are generated from one data model and differ only in what no code here uses: list filters, modes.
    return database as unknown as Database;
  } catch (error) {
    throw describe(url, error);
  }
}

/** Applies a folder's pending migrations. @returns their names @throws {MigrationError} */
export async function migratePostgresql(url: string, migrations: string): Promise<string[]> {
  const { connection, schema } = parse(url);
  // A single connection that is never closed for being idle: the transactions here are opened by statement.
  const pool = { ...connection, ...CONNECTION, max: 1, idleTimeoutMillis: 0 };
  const adapter = await new PrismaPg(pool, { schema }).connect();
  const whole: SqlDriverAdapter = {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    startTransaction: (isolationLevel) => adapter.startTransaction(isolationLevel),
    getConnectionInfo: () => adapter.getConnectionInfo(),
    dispose: () => adapter.dispose(),
    // The adapter's own cuts a script at every semicolon, also inside a function or a text.
    executeScript: async (script) => {
      await adapter.underlyingDriver().query(script).catch(toAdapterError);
    },
  };
  try {
    return await applyMigrations(whole, dialect, migrations);
  } finally {
    await adapter.dispose();
  }
}

/** The schema engine shows the messages only of errors in this form. */
function toAdapterError(error: unknown): never {
  if (!(error instanceof Error)) throw error;
  const field = (name: string) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" ? value : undefined;
  };
  const { message } = error;
  const [detail, column, hint] = [field("detail"), field("column"), field("hint")];
  const [code, severity] = [field("code") ?? "", field("severity") ?? "ERROR"];
  const payload = { kind: "postgres" as const, code, severity, message, detail, column, hint };
  throw new DriverAdapterError({ ...payload, originalCode: code, originalMessage: message });
}

function parse(url: string) {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new DatabaseError("DATABASE_URL is not a valid postgresql:// address.");
  }
  const schema = parsed.searchParams.get("schema") ?? "public";
  if (!/^\w{1,63}$/.test(schema)) throw new DatabaseError("DATABASE_URL's schema parameter is not a plain name.");
  parsed.searchParams.delete("schema");
  // Every query here is over sooner than other processes are started, or machine code is made of it.
  const options = `-c search_path="${schema}" -c max_parallel_workers_per_gather=0 -c jit=off`;
  return { connection: { connectionString: parsed.href, options, application_name: "storefront" }, schema };
}

function describe(url: string, error: unknown): Error {
  if (error instanceof DatabaseError) return error;
  const { host, pathname } = new URL(url);
  const where = `${host}${pathname}`;
  if (error instanceof MigrationError) return new DatabaseError(`${error.message} (${where}).`, { cause: error });
  return new DatabaseError(`The PostgreSQL database ${where} ${problem(error)}.`, { cause: error });
}

/** By the kinds that Prisma's adapter sorts errors into; of others, the server's words, which hold no password. */
function problem(error: unknown): string {
  if (!(error instanceof Error)) return `can't be opened (${String(error)})`;
  const known: Record<string, string> = {
    DatabaseNotReachable: "can't be reached",
    SocketTimeout: "doesn't answer",
    ConnectionClosed: "closes the connection",
    TlsConnectionError: "can't be reached over TLS",
    AuthenticationFailed: "refuses the user or the password",
    DatabaseAccessDenied: "may not be used by this user",
    DatabaseDoesNotExist: "doesn't exist",
    TooManyConnections: "has no connection left",
  };
  return known[adapterKind(error)] ?? `can't be opened (${error.message})`;
}
