import { ColumnTypeEnum, type SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import type { DiffTarget } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { derivedTables } from "./derived.ts";
import { openSchemaEngine } from "./schema-engine.ts";

/**
 * The SQL that leads from one data model to another; needs no database.
 * @param before the text of a schema.prisma; undefined: nothing
 * @returns undefined when there is no difference
 */
export function migrationBetween(
  provider: "sqlite" | "postgresql",
  before: string | undefined,
  after: string,
): Promise<string | undefined> {
  // From no data model at all, PostgreSQL's script would begin with making the schema "public", which few users may.
  const empty = `datasource db {\n  provider = "${provider}"\n}\n`;
  return diff(noDatabase(provider), datamodel(before ?? empty), datamodel(after));
}

/** The SQL that a database would need to have exactly the tables of a data model; undefined when it has. */
export function drift(connection: SqlDriverAdapter, schema: string): Promise<string | undefined> {
  const live: DiffTarget = { tag: "schemaDatasource", files: datamodel(schema).files, configDir: "." };
  return diff(
    connection.provider === "postgres" ? withReadableCatalog(connection) : connection,
    live,
    datamodel(schema),
  );
}

/** Prisma's adapter doesn't know the type "char", which some columns of PostgreSQL's catalogue have that are read here. */
function withReadableCatalog(connection: SqlDriverAdapter): SqlDriverAdapter {
  const { provider, adapterName } = connection;
  return {
    provider,
    adapterName,
    queryRaw: (query) => {
      const sql = query.sql
        .replace("constr.contype AS", "constr.contype::text AS")
        .replace(/\bcon\.(confdeltype|confupdtype),/g, "con.$1::text AS $1,");
      return connection.queryRaw({ ...query, sql });
    },
    executeRaw: (query) => connection.executeRaw(query),
    executeScript: (script) => connection.executeScript(script),
    startTransaction: (isolationLevel) => connection.startTransaction(isolationLevel),
    ...(connection.getConnectionInfo && { getConnectionInfo: connection.getConnectionInfo.bind(connection) }),
    dispose: () => connection.dispose(),
  };
}

async function diff(adapter: SqlDriverAdapter, from: DiffTarget, to: DiffTarget): Promise<string | undefined> {
  using engine = await openSchemaEngine(adapter);
  const filters = { externalTables: derivedIn(adapter), externalEnums: [] };
  const { exitCode, stdout } = await engine.diff({ from, to, script: true, exitCode: true, filters });
  return exitCode === 0 ? undefined : (stdout ?? "");
}

/** PostgreSQL's have to be named with their schema. */
function derivedIn(adapter: SqlDriverAdapter): string[] {
  if (adapter.provider !== "postgres") return [...derivedTables];
  const schema = adapter.getConnectionInfo?.().schemaName ?? "public";
  return derivedTables.map((name) => `${schema}.${name}`);
}

function datamodel(content: string) {
  return { tag: "schemaDatamodel" as const, files: [{ path: "schema.prisma", content }] };
}

/** The engine takes its SQL dialect from the connection, and doesn't use it between two data models. */
function noDatabase(provider: "sqlite" | "postgresql"): SqlDriverAdapter {
  const refuse = () => Promise.reject(new Error("there is no database here"));
  return {
    provider: provider === "sqlite" ? "sqlite" : "postgres",
    adapterName: "none",
    // All that PostgreSQL is asked at first: whether there is a schema, and its version in words and as a number.
    queryRaw: () =>
      Promise.resolve({
        columnNames: ["exists", "version", "numeric_version"],
        columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
        rows: [[true, "PostgreSQL 14.0", 140_000]],
      }),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    dispose: () => Promise.resolve(),
  };
}
