import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { vi } from "vitest";

export interface Statements {
  /** The SQL that ran while `act` did, transaction brackets left out. */
  during(act: () => Promise<unknown>): Promise<string[]>;
}

/**
 * Notes every SQL statement that Prisma sends to SQLite. It sits at the driver adapter, so that statements count as the
 * database sees them; call it before the server starts. Requests must not run in parallel with `during`.
 */
export function recordStatements(): Statements {
  let noted: string[] = [];
  const connect = PrismaBetterSqlite3.prototype.connect;
  vi.spyOn(PrismaBetterSqlite3.prototype, "connect").mockImplementation(async function (this: PrismaBetterSqlite3) {
    const connection = await connect.call(this);
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
  });
  return {
    async during(act) {
      noted = [];
      await act();
      return noted.filter((sql) => !/^\s*(BEGIN|COMMIT|ROLLBACK)\b/i.test(sql));
    },
  };
}
