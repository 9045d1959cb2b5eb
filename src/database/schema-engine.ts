import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";

export type { SchemaEngine };

type EngineModule = typeof import("@prisma/schema-engine-wasm/schema_engine_bg");

/** TypeScript has it only among the browser's types. */
declare const WebAssembly: {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

let loaded: Promise<EngineModule> | undefined;

/**
 * Prisma's own schema engine, which the stock CLI downloads as a binary, as WebAssembly from npm.
 * Takes about 0.1 s the first time in a process.
 * @param adapter the connection that the engine works on; stays open
 * @param scriptFailed is told a script's error as the database put it, which the engine may replace with a vaguer one
 */
export async function openSchemaEngine(
  adapter: SqlDriverAdapter,
  scriptFailed?: (error: unknown) => void,
): Promise<SchemaEngine> {
  const { bindMigrationAwareSqlAdapterFactory } = await import("@prisma/driver-adapter-utils");
  const { SchemaEngine } = await (loaded ??= loadEngine());
  const lent: SqlDriverAdapter = {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => adapter.queryRaw(query),
    // Migrations hold a lock of their own; this mode would also lock out the readers of a running server.
    executeRaw: (query) => (/locking_mode\s*=/i.test(query.sql) ? Promise.resolve(0) : adapter.executeRaw(query)),
    executeScript: (script) =>
      adapter.executeScript(script).catch((error: unknown) => {
        scriptFailed?.(error);
        throw error;
      }),
    startTransaction: (isolationLevel) => adapter.startTransaction(isolationLevel),
    ...(adapter.getConnectionInfo && { getConnectionInfo: adapter.getConnectionInfo.bind(adapter) }),
    dispose: () => Promise.resolve(),
  };
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: () => Promise.resolve(lent),
    connectToShadowDb: () => Promise.reject(new Error("no shadow database")),
  };
  return SchemaEngine.new({ datamodels: undefined }, () => undefined, bindMigrationAwareSqlAdapterFactory(factory));
}

/** What the package's own entry does, which wants a bundler that can import `.wasm`. */
async function loadEngine(): Promise<EngineModule> {
  const glue = "@prisma/schema-engine-wasm/schema_engine_bg";
  const engine: EngineModule = await import(glue);
  const file = createRequire(import.meta.url)
    .resolve(glue)
    .replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    // The generated code is its own import object: WebAssembly finds its functions by name.
    "./schema_engine_bg.js": withIdleTimers(engine),
  });
  engine.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== "function") throw new Error(`${file} is not the schema engine`);
  start();
  return engine;
}

/** The engine never clears the time-out of its lock, which would keep a process that has migrated for 10 seconds. */
function withIdleTimers(engine: EngineModule): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(engine).map(([name, value]) =>
      name.startsWith("__wbg_setTimeout_") && typeof value === "function"
        ? [name, (...args: unknown[]) => (Reflect.apply(value, undefined, args) as NodeJS.Timeout).unref()] // it returns setTimeout's
        : [name, value],
    ),
  );
}
