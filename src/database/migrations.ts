import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One folder below `prisma/migrations`. */
export interface Migration {
  /** `<timestamp>_<name>`; migrations are applied in the order of their names. */
  readonly name: string;
  readonly sql: string;
}

export interface MigrationFolder {
  readonly path: string;
  /** What `migration_lock.toml` says; null when there is no such file yet. */
  readonly lock: string | null;
  readonly migrations: readonly Migration[];
}

/** The migrations in a folder of the stock layout, in their order. @throws when there are none */
export async function readMigrations(path: string): Promise<MigrationFolder> {
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrations = await Promise.all(
    names.sort().map(async (name) => ({ name, sql: await readFile(join(path, name, "migration.sql"), "utf8") })),
  );
  // As after a copy that left them out; the server would start on a database without tables.
  if (migrations.length === 0) throw new Error(`there are no migrations in ${path}`);
  const lock = await readFile(join(path, "migration_lock.toml"), "utf8").catch(nullWhenMissing);
  return { path, lock, migrations };
}

/** Whether `checksum`, as the migrations table keeps it, is of this script. */
export function isScriptOf(migration: Migration, checksum: string): boolean {
  // A checkout on Windows may turn line ends into CRLF, which changes nothing that matters.
  const unix = migration.sql.replaceAll("\r\n", "\n");
  return [migration.sql, unix, unix.replaceAll("\n", "\r\n")].some((sql) => sha256(sql) === checksum);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
