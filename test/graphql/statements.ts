import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { vi } from "vitest";

export interface Statements {
  /** The SQL that ran while `act` did, transaction brackets left out. */
  during(act: () => Promise<unknown>): Promise<string[]>;
}

/**
 * Notes every SQL statement that Prisma sends, outside of interactive transactions. It sits at the driver adapters, so that
 * statements count as the database sees them; call it before the server starts. Requests must not run in parallel with
 * `during`.
 */
export function recordStatements(): Statements {
  let noted: string[] = [];
  const note = (connection: SqlDriverAdapter): SqlDriverAdapter => {
    const queryRaw = connection.queryRaw.bind(connection);
    const executeRaw = connection.executeRaw.bind(connection);
    connection.queryRaw = (query) => {
      noted.push(query.sql);
      return queryRaw(query);
    };
    connection.executeRaw = (query) => {
      noted.push(query.sql);
      return executeRaw(query);
    };
    return connection;
  };
  const sqlite = PrismaBetterSqlite3.prototype.connect;
  vi.spyOn(PrismaBetterSqlite3.prototype, "connect").mockImplementation(async function (this: PrismaBetterSqlite3) {
    return note(await sqlite.call(this));
  });
  const postgresql = PrismaPg.prototype.connect;
  vi.spyOn(PrismaPg.prototype, "connect").mockImplementation(async function (this: PrismaPg) {
    const connection = await postgresql.call(this);
    note(connection);
    return connection;
  });
  return {
    async during(act) {
      noted = [];
      await act();
      return noted.filter((sql) => !/^\s*(BEGIN|COMMIT|ROLLBACK)\b/i.test(sql));
    },
  };
}
