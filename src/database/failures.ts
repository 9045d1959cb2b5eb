/**
 * What the failures of Prisma, its adapters and the drivers below them mean: the only place that knows their codes and
 * sentences. Whoever answers for a failure asks here what it was.
 */
import { DriverAdapterError } from "@prisma/driver-adapter-utils";

/** What a row that was to be written collided on: the first column of the unique index. Null for any other failure. */
export function takenColumn(error: unknown): string | null {
  if (codeOf(error) !== "P2002") return null;
  const constraint = adapterCause(error)["constraint"];
  if (typeof constraint !== "object" || constraint === null) return "";
  // SQLite names the columns, PostgreSQL the index, which Prisma has called `<table>_<columns>_key`.
  if ("fields" in constraint && Array.isArray(constraint.fields)) return String(constraint.fields[0]);
  return "index" in constraint ? (String(constraint.index).split("_")[1] ?? "") : "";
}

/** Whether a row that was to be changed is not there. */
export function isRowMissing(error: unknown): boolean {
  return codeOf(error) === "P2025";
}

/**
 * Prisma's codes for a server that cannot be reached, is out of connections or did not answer in time
 * (P1001, P1002, P1008, P1017, P2024, P2028, P2034, P2037), and the system's codes that its PostgreSQL adapter lets through.
 */
const AWAY = new Set(
  "P1001 P1002 P1008 P1017 P2024 P2028 P2034 P2037 ECONNRESET ETIMEDOUT EPIPE EHOSTUNREACH ENETUNREACH EAI_AGAIN".split(
    " ",
  ),
);

/** The same by the adapters' kinds: of a raw query that fails Prisma says no more than P2010. */
const AWAY_KINDS = new Set<unknown>([
  "SocketTimeout",
  "DatabaseNotReachable",
  "ConnectionClosed",
  "TooManyConnections",
]);

/** What pg says, in errors without any code, when a connection breaks, cannot be had, or does not answer in time. */
const CONNECTION_LOST = new Set([
  "Connection terminated",
  "Connection terminated unexpectedly",
  "Connection terminated due to connection timeout",
  "Client was closed and is not queryable",
  "Client has encountered a connection error and is not queryable",
  "timeout exceeded when trying to connect",
  "timeout expired",
  "Query read timeout",
]);

/**
 * PostgreSQL's own codes that say come again: connection lost (08), out of memory, disk or connections (53), query or idle
 * transaction ended for taking too long (57014, 25P03), a lock that took too long (55P03), read-only, as a standby is
 * (25006), shutting down, crashed, starting up (57P01 to 57P05), damaged (XX001, XX002).
 */
const TRY_AGAIN = /^(08...|53...|57014|55P03|25P03|25006|57P0[1-5]|XX00[12])$/;

/** SQLite's codes for a file that cannot be used as it is: locked, full, damaged, not writable, not there. */
const FILE_FAILS = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN|PERM|PROTOCOL|NOMEM)/;

/** Whether the database is away, or has no room just now: the same act may succeed in a moment. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (!("code" in error)) return CONNECTION_LOST.has(error.message);
  // The server's own code stands inside, where Prisma has none of its own for it (P2010 for raw queries, P2039 for others).
  const [code, original] = [codeOf(error), originalCode(error)];
  if (AWAY.has(code) || AWAY_KINDS.has(adapterCause(error)["kind"])) return true;
  return TRY_AGAIN.test(original) || FILE_FAILS.test(original) || FILE_FAILS.test(code);
}

/** The sort that Prisma's adapters put a failure into, such as `SocketTimeout`; "" for a failure of another origin. */
export function adapterKind(error: unknown): string {
  return error instanceof DriverAdapterError ? error.cause.kind : "";
}

/** What the database says; Prisma's errors often have only a class of errors as their message. */
export function wordsOf(error: unknown): string {
  if (error instanceof DriverAdapterError) return error.cause.originalMessage ?? error.message;
  return error instanceof Error ? error.message : String(error);
}

/** The code of a Node error, or of the SQLite error inside one of Prisma's; "" without. */
export function systemCode(error: unknown): string {
  const code = codeOf(error);
  if (code !== "" && !/^P\d/.test(code)) return code;
  return originalCode(error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** The database's own code inside one of Prisma's errors; "" without. */
function originalCode(error: unknown): string {
  const code = adapterCause(error)["originalCode"];
  return typeof code === "string" ? code : "";
}

/** What the driver said: in the error itself when an adapter is used directly, inside `meta` of the client's errors. */
function adapterCause(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return {};
  const { meta } = error as { readonly meta?: { readonly driverAdapterError?: { readonly cause?: unknown } } };
  const cause = meta?.driverAdapterError?.cause ?? error.cause;
  return typeof cause === "object" && cause !== null ? { ...cause } : {};
}
