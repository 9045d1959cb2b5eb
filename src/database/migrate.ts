import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { isScriptOf, readMigrations, type Migration, type MigrationFolder } from "./migrations.ts";

/** A migration that cannot be applied, or was applied in another form; the message names it. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
  readonly migration: string;

  constructor(migration: string, problem: string, options?: ErrorOptions) {
    super(`Migration ${migration} ${problem}`, options);
    this.migration = migration;
  }
}

/** What migrating needs to know of a database engine. */
export interface Dialect {
  /** SQL with one row when there is a migrations table, none otherwise. */
  readonly migrationsTable: string;
  /** Opens a transaction that one process at a time can be in; a crash releases it. */
  begin(adapter: SqlDriverAdapter): Promise<void>;
  /** Finds what the transaction may have broken unnoticed; throws if so. */
  verify(adapter: SqlDriverAdapter): Promise<void>;
}

interface Applied {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/**
 * Brings a database up to date with a folder of migrations: each in a transaction of its own, so that one that fails
 * leaves nothing behind. Any number of processes may do so at once. Cheap when nothing is pending: one or two reads.
 * @param adapter one connection that nobody else uses
 * @param path the folder of migrations
 * @returns the names of the migrations that this call applied
 * @throws {MigrationError} naming the migration that failed, was changed since, or isn't in the folder
 */
export async function applyMigrations(adapter: SqlDriverAdapter, dialect: Dialect, path: string): Promise<string[]> {
  const folder = await readMigrations(path);
  const done: string[] = [];
  while (nextMigration(folder, await readApplied(adapter, dialect)) !== undefined) {
    const name = await applyNext(adapter, dialect, folder);
    if (name !== undefined) done.push(name);
  }
  return done;
}

/** Applies the first pending migration, unless another process did while this one waited for the lock. */
async function applyNext(
  adapter: SqlDriverAdapter,
  dialect: Dialect,
  folder: MigrationFolder,
): Promise<string | undefined> {
  await dialect.begin(adapter);
  let next: Migration | undefined;
  try {
    const applied = await readApplied(adapter, dialect);
    next = nextMigration(folder, applied);
    if (next !== undefined) {
      const known = new Set(applied.map(({ name }) => name)).add(next.name);
      await runEngine(adapter, { ...folder, migrations: folder.migrations.filter(({ name }) => known.has(name)) });
      await dialect.verify(adapter);
    }
    await adapter.executeScript("COMMIT");
    return next?.name;
  } catch (error) {
    // The first error tells more than a connection that can't even roll back, and closing it rolls back too.
    await adapter.executeScript("ROLLBACK").catch(() => undefined);
    if (next === undefined || error instanceof MigrationError) throw error;
    throw new MigrationError(next.name, `failed and was undone: ${firstLine(error)}`, { cause: error });
  }
}

async function runEngine(adapter: SqlDriverAdapter, folder: MigrationFolder): Promise<void> {
  const { openSchemaEngine } = await import("./schema-engine.ts");
  let scriptError: unknown;
  using engine = await openSchemaEngine(adapter, (error) => (scriptError = error));
  const applying = engine.applyMigrations({
    migrationsList: {
      baseDir: folder.path,
      lockfile: { path: "migration_lock.toml", content: folder.lock },
      shadowDbInitScript: "",
      migrationDirectories: folder.migrations.map(({ name, sql }) => ({
        path: name,
        migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
      })),
    },
    filters: { externalTables: [], externalEnums: [] },
  });
  await applying.catch((error: unknown) => {
    throw scriptError ?? error;
  });
}

/** The first migration in the folder that the database hasn't had. */
function nextMigration(folder: MigrationFolder, applied: readonly Applied[]): Migration | undefined {
  const inFolder = new Map(folder.migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum, finished } of applied) {
    const migration = inFolder.get(name);
    if (migration === undefined) {
      throw new MigrationError(name, "was applied to this database, but isn't part of this version of the program");
    }
    if (!finished) throw new MigrationError(name, "failed earlier; repair the database, then `prisma migrate resolve`");
    if (!isScriptOf(migration, checksum)) {
      throw new MigrationError(name, "was changed after it had been applied; restore it and write a new migration");
    }
    inFolder.delete(name);
  }
  return inFolder.values().next().value;
}

async function readApplied(adapter: SqlDriverAdapter, dialect: Dialect): Promise<Applied[]> {
  const rows = (sql: string) => adapter.queryRaw({ sql, args: [], argTypes: [] }).then((result) => result.rows);
  if ((await rows(dialect.migrationsTable)).length === 0) return [];
  const applied = await rows(
    `SELECT migration_name, checksum, CASE WHEN finished_at IS NULL THEN 'no' ELSE 'yes' END
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return applied.map(([name, checksum, finished]) => ({
    name: String(name),
    checksum: String(checksum),
    finished: finished === "yes",
  }));
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split("\n", 1)[0] ?? "";
}
