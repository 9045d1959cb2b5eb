import type { SqlDriverAdapterFactory, SqlQueryable } from "@prisma/driver-adapter-utils";
import { tracedStatement } from "../traces/trace.ts";

/** The same database, whose statements are seen by whoever watches the request that they are for. */
export function tracedAdapter(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  const { provider, adapterName } = factory;
  return {
    provider,
    adapterName,
    async connect() {
      const adapter = traced(await factory.connect());
      const startTransaction = adapter.startTransaction.bind(adapter);
      adapter.startTransaction = async (isolationLevel) => traced(await startTransaction(isolationLevel));
      return adapter;
    },
  };
}

function traced<Queryable extends SqlQueryable>(queryable: Queryable): Queryable {
  const queryRaw = queryable.queryRaw.bind(queryable);
  const executeRaw = queryable.executeRaw.bind(queryable);
  queryable.queryRaw = async (query) => tracedStatement({ sql: query.sql }, () => queryRaw(query));
  queryable.executeRaw = async (query) => tracedStatement({ sql: query.sql }, () => executeRaw(query));
  return queryable;
}
