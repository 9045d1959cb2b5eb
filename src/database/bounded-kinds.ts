import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type Transaction,
} from "@prisma/driver-adapter-utils";

/** Connections of the pool that statements on one table may hold at a time, and so may transactions. */
const MOST_OF_A_KIND = 4;
/** How long one waits for its kind's turn; the statements in front have given up by then. */
const WAIT_MS = 3000;

/**
 * A pool of which no kind of work takes all connections: while one table is locked, or slow, the others are read as ever.
 * A kind is the first table that a statement names; transactions are one.
 */
export function boundedByKind(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  const { provider, adapterName } = factory;
  return { provider, adapterName, connect: async () => bounded(await factory.connect()) };
}

function bounded(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const kinds = new Map<string, Turns>();
  const turnsOf = (kind: string): Turns => {
    const known = kinds.get(kind) ?? new Turns();
    kinds.set(kind, known);
    return known;
  };
  const inTurn = async <T>(sql: string, act: () => Promise<T>): Promise<T> => {
    const leave = await turnsOf(kindOf(sql)).enter();
    try {
      return await act();
    } finally {
      leave();
    }
  };
  const { provider, adapterName } = adapter;
  return {
    provider,
    adapterName,
    queryRaw: (query) => inTurn(query.sql, () => adapter.queryRaw(query)),
    executeRaw: (query) => inTurn(query.sql, () => adapter.executeRaw(query)),
    executeScript: (script) => adapter.executeScript(script),
    startTransaction: async (isolationLevel) => {
      const leave = await turnsOf("transactions").enter();
      try {
        return leaving(await adapter.startTransaction(isolationLevel), leave);
      } catch (error) {
        leave();
        throw error;
      }
    },
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: false },
    dispose: () => adapter.dispose(),
  };
}

/** A transaction that gives its turn back when it is over. */
function leaving(transaction: Transaction, leave: () => void): Transaction {
  const commit = transaction.commit.bind(transaction);
  const rollback = transaction.rollback.bind(transaction);
  transaction.commit = () => commit().finally(leave);
  transaction.rollback = () => rollback().finally(leave);
  return transaction;
}

function kindOf(sql: string): string {
  return /\b(?:FROM|INTO|UPDATE)\s+(?:"\w+"\.)?"(\w+)"/.exec(sql)?.[1] ?? "";
}

/** Lets a few in at a time, in the order of arrival. */
class Turns {
  #inside = 0;
  readonly #waiting = new Set<() => void>();

  /** @returns what ends the turn. @throws {DriverAdapterError} when it does not come in time */
  async enter(): Promise<() => void> {
    if (this.#inside >= MOST_OF_A_KIND) await this.#turn();
    else this.#inside += 1;
    let inside = true;
    return () => {
      if (inside) this.#leave();
      inside = false;
    };
  }

  #turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(late);
        resolve();
      };
      const late = setTimeout(() => {
        this.#waiting.delete(enter);
        reject(new DriverAdapterError({ kind: "SocketTimeout" }));
      }, WAIT_MS);
      this.#waiting.add(enter);
    });
  }

  /** The turn goes to whoever has waited the longest. */
  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#inside -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
