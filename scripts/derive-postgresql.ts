/** prisma/postgresql/schema.prisma and its migrations follow from SQLite's, so that there is one data model. */
import { readFileSync } from "node:fs";

export const SOURCE = "prisma/schema.prisma";
export const DERIVED = "prisma/postgresql/schema.prisma";

const HEADER = `// Derived from ${SOURCE} by scripts/derive-postgresql.ts. Not to be edited.\n`;

/**
 * The data model for PostgreSQL.
 * @throws when the source doesn't look as expected
 */
export function derivePostgresql(source = readFileSync(SOURCE, "utf8")): string {
  const steps: [RegExp, string][] = [
    [/^(?:\/\/ .*\n)+/, HEADER],
    [/\ngenerator pothos \{[^}]*\}\n/, ""],
    [/"\.\.\/src\/generated\/sqlite"/, '"../../src/generated/postgresql"'],
    [/provider = "sqlite"/, 'provider = "postgresql"'],
    // Without a zone, psql and raw SQL would read the times in the zone of their session.
    [/^(\s+\w+\s+DateTime\b\??)/gm, "$1 @db.Timestamptz(3)"],
  ];
  return steps.reduce((text, [pattern, replacement]) => {
    const changed = text.replace(pattern, replacement);
    if (changed === text) throw new Error(`${SOURCE} has nothing like ${pattern}`);
    return changed;
  }, source);
}

/** Texts are compared by code point, as SQLite does; the order would otherwise depend on how the server was set up. */
export function orderByCodePoint(migration: string): string {
  return migration.replace(/^(\s*|.*?\b(?:ADD COLUMN\s+|SET DATA TYPE ))("\w+" )?TEXT\b/gm, '$1$2TEXT COLLATE "C"');
}
