import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "graphql";
import type { Logger } from "pino";
import { z } from "zod";
import { ConfigError } from "../../config.ts";

/** As Apollo's `generate-persisted-query-manifest` writes it. */
const ApolloManifest = z
  .object({
    format: z.literal("apollo-persisted-query-manifest"),
    version: z.literal(1),
    operations: z.array(z.object({ id: z.string().min(1), body: z.string() })),
  })
  .transform(({ operations }) => operations.map(({ id, body }): [string, string] => [id, body]));

/** As relay-compiler and graphql-codegen's client preset write it: documents by their hashes. */
const DocumentsByHash = z.record(z.string().min(1), z.string()).transform((documents) => Object.entries(documents));

/** How long an id that no manifest had is taken for unknown before the folder is looked at again, in milliseconds. */
const LOOK_AGAIN_MS = 1000;

/** The operations that frontends' builds have declared, by the ids that they gave them. */
export interface Manifests {
  /** The document of an id, or undefined. */
  find(id: string): string | undefined;
  /** Whether one of the documents is this one, to the letter. */
  has(document: string): boolean;
  /** How many there are. */
  readonly size: number;
}

/**
 * Reads every `*.json` of a folder, and reads them again when somebody asks for an id that none of them had: a frontend is
 * built more often than its server starts. A manifest that has become bad by then is logged, and the operations stay as they were.
 * @throws {ConfigError} naming a manifest that cannot be used
 */
export function openManifests(folder: string, log: Logger): Manifests {
  let documents = readManifests(folder);
  let texts = new Set(documents.values());
  let state = stateOf(folder);
  let lookedAt = performance.now();

  const refresh = (): void => {
    const now = performance.now();
    if (now - lookedAt < LOOK_AGAIN_MS) return;
    lookedAt = now;
    try {
      const current = stateOf(folder);
      if (current === state) return;
      state = current;
      documents = readManifests(folder);
      texts = new Set(documents.values());
      log.info({ operations: documents.size }, "the manifests of operations have been read again");
    } catch (error) {
      log.error({ err: error }, "the manifests of operations cannot be read again; what was read before goes on");
    }
  };
  const afterRefresh = <T>(look: () => T): T => look() || (refresh(), look());

  return {
    find: (id) => afterRefresh(() => documents.get(id)),
    has: (document) => afterRefresh(() => texts.has(document)),
    get size() {
      return documents.size;
    },
  };
}

const setting = "PERSISTED_OPERATIONS_DIR";

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort();
  } catch (cause) {
    throw new ConfigError(`${setting}: the folder cannot be read`, { cause });
  }
}

/** What changes when a file of the folder does. */
const stateOf = (folder: string): string =>
  filesOf(folder)
    .map((name) => {
      const { mtimeMs, size, ino } = statSync(join(folder, name));
      return `${name} ${mtimeMs} ${size} ${ino}`;
    })
    .join("\n");

function readManifests(folder: string): Map<string, string> {
  const documents = new Map<string, string>();
  for (const name of filesOf(folder)) {
    for (const [id, document] of readManifest(join(folder, name), name)) {
      const known = documents.get(id);
      if (known !== undefined && known !== document) {
        throw new ConfigError(`${setting}: ${name} gives another document to the id ${id} than a manifest before it`);
      }
      documents.set(id, document);
    }
  }
  return documents;
}

function readManifest(path: string, name: string): readonly [string, string][] {
  const manifest = z.union([ApolloManifest, DocumentsByHash]).safeParse(jsonOf(path));
  if (!manifest.success) {
    throw new ConfigError(
      `${setting}: ${name} is no manifest: neither Apollo's (format apollo-persisted-query-manifest, version 1) nor an object of documents by hash`,
    );
  }
  for (const [id, document] of manifest.data) {
    try {
      parse(document);
    } catch (cause) {
      throw new ConfigError(`${setting}: ${name} has no GraphQL document under the id ${id}`, { cause });
    }
  }
  return manifest.data;
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
