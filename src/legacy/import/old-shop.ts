import { resolve } from "node:path";
import { openSource } from "../../database/move-data/index.ts";
import { MoveError } from "../../database/move-data/shop.ts";
import { quoted } from "../../database/move-data/tables.ts";

/** The import can't be made; the message is a sentence for whoever asked for it, without any password. */
export class ImportError extends Error {
  override readonly name = "ImportError";
}

/** A row of an old database: what was in each column, as the database writes it; null where there was nothing. */
export type OldRow = Readonly<Record<string, string | null>>;

/** A table that is looked for, and the names that its columns are known by. */
export interface Wanted {
  readonly table: string;
  readonly needed: readonly string[];
  /** Taken where they are. */
  readonly optional: readonly string[];
}

/** The database of an old server, as it is at one moment; it is never written to. */
export interface OldShop {
  /** Where it is, without user and password. */
  readonly name: string;
  /**
   * All rows of a table, in the order of its first column.
   * @throws {ImportError} when it is not there, or lacks a column that is needed
   */
  read(wanted: Wanted): Promise<OldRow[]>;
  /** The tables and columns that nobody has asked for: `chat`, `users.nickname`. */
  leftBehind(): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * @param source a file, or a URL as our settings or Python's SQLAlchemy have it
 * @throws {ImportError}
 */
export async function openOldShop(source: string): Promise<OldShop> {
  const database = await openSource(databaseUrl(source)).catch((error: unknown) => {
    throw error instanceof MoveError ? new ImportError(error.message, { cause: error }) : error;
  });
  const asked = new Map<string, ReadonlySet<string>>();
  return {
    name: database.name,
    async read({ table, needed, optional }) {
      const columns = await database.columnNames(table).catch((error: unknown) => {
        throw new ImportError(`The database ${database.name} can't be read (${String(error)}).`, { cause: error });
      });
      const missing = needed.filter((name) => !columns.includes(name));
      if (columns.length === 0) throw new ImportError(`The database ${database.name} has no table ${table}.`);
      if (missing.length > 0) {
        throw new ImportError(`The table ${table} of ${database.name} has no column ${missing.join(", ")}.`);
      }
      const taken = [...needed, ...optional.filter((name) => columns.includes(name))];
      asked.set(table, new Set(taken));
      // As texts: the drivers of the two databases make different things of times, decimals and truth values.
      const list = taken.map((name) => `CAST(${quoted(name)} AS TEXT)`).join(", ");
      // With its table, or PostgreSQL would order by the text.
      const order = `${quoted(table)}.${quoted(taken[0] ?? "")}`;
      const rows = await database.query(`SELECT ${list} FROM ${quoted(table)} ORDER BY ${order}`);
      return rows.map((row) => Object.fromEntries(taken.map((name, index) => [name, textOrNull(row[index])])));
    },
    async leftBehind() {
      const names: string[] = [];
      for (const table of await database.tableNames()) {
        const taken = asked.get(table);
        if (!taken) names.push(table);
        else {
          const columns = await database.columnNames(table);
          names.push(...columns.filter((name) => !taken.has(name)).map((name) => `${table}.${name}`));
        }
      }
      return names;
    },
    close: () => database.close(),
  };
}

// What is cast to a text comes as one, or as nothing.
const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** `sqlite+aiosqlite:///robyn_data.db` and `postgresql+asyncpg://…` are what the old servers' own settings say. */
function databaseUrl(source: string): string {
  const plain = source.replace(/^(\w+)\+\w+:/, "$1:");
  if (/^postgres(?:ql)?:\/\//.test(plain)) return plain;
  const path = plain.replace(/^sqlite:\/\/\//, "").replace(/^file:/, "");
  if (/^\w+:\/\//.test(path)) {
    throw new ImportError("SOURCE must be a file, or begin with file:, sqlite:/// or postgresql://.");
  }
  return `file:${resolve(path)}`;
}
