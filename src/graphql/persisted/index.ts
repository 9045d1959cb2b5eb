import { hash } from "node:crypto";
import { useAPQ } from "@graphql-yoga/plugin-apq";
import { usePersistedOperations } from "@graphql-yoga/plugin-persisted-operations";
import { createGraphQLError, type GraphQLParams, type Plugin } from "graphql-yoga";
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import type { Config } from "../../config.ts";
import { AppError, type ErrorCode } from "../../errors.ts";
import type { ServerContext } from "../server-context.ts";
import { type Manifests, openManifests } from "./manifests.ts";
import { namedDocument } from "./params.ts";

/** How many characters of documents that clients have registered are kept; longer ones than a fiftieth of it are not. */
const APQ_CHARACTERS = 2_000_000;

/** How many characters of hashes of operations are remembered that no manifest has, and that have been logged: a thousand of 64. */
const LOGGED_CHARACTERS = 64_000;

export interface PersistedOperations {
  readonly plugins: readonly Plugin[];
  /** Whether a manifest has this very document. */
  readonly declares: (document: string) => boolean;
}

/**
 * Operations that clients name instead of sending them:
 * - Apollo's automatic persisted queries: by the SHA-256 of a document that some client has sent before;
 * - trusted documents: by an id of a manifest, as `documentId` or in the way of the former. Mode `only` answers no others.
 * @throws {ConfigError} for manifests that cannot be used
 */
export function persistedOperations({ mode, folder }: Config["persisted"], log: Logger): PersistedOperations {
  if (mode === "off") return { plugins: [automatic(undefined)], declares: () => false };
  const manifests = openManifests(folder, log);
  log.info({ mode, operations: manifests.size }, "manifests of operations have been read");
  const declares = (document: string): boolean => manifests.has(document);
  if (mode === "only") return { plugins: [trusted(manifests, false)], declares };
  return { plugins: [automatic(manifests), trusted(manifests, true), loggingOthers(manifests, log)], declares };
}

/** Documents by the hashes that clients made of them, and those of the manifests besides. */
function automatic(manifests: Manifests | undefined): Plugin {
  const registered = new LRUCache<string, string>({
    maxSize: APQ_CHARACTERS,
    maxEntrySize: APQ_CHARACTERS / 50,
    sizeCalculation: (document, key) => document.length + key.length,
  });
  return useAPQ({
    store: {
      get: (id) => manifests?.find(id) ?? registered.get(id),
      set: (id, document) => registered.set(id, document),
    },
    hash: (document) => hash("sha256", document, "hex"),
    // It is no failure: clients send the document next, and not all of them look into an answer with another status.
    responseConfig: { forceStatusCodeOk: true },
  });
}

function trusted(manifests: Manifests, allowArbitraryOperations: boolean): Plugin {
  return usePersistedOperations({
    allowArbitraryOperations,
    // The plugin does not know what kind of context it is used in.
    extractPersistedOperationId: (_params, _request, context) =>
      namedDocument((context as unknown as ServerContext).req),
    getPersistedOperation: (id) => manifests.find(id) ?? null,
    customErrors: {
      notFound: () => refusal("PERSISTED_QUERY_NOT_FOUND"),
      keyNotFound: () => refusal("MALFORMED_REQUEST"),
      persistedQueryOnly: () => refusal("PERSISTED_QUERY_ONLY"),
    },
  });
}

/** An error of ours in the form that the plugins throw. */
function refusal(code: ErrorCode) {
  const originalError = new AppError(code);
  return createGraphQLError(originalError.message, { originalError });
}

/** Tells the log of each operation that mode `only` would refuse, once. */
function loggingOthers(manifests: Manifests, log: Logger): Plugin {
  const logged = new LRUCache<string, true>({ maxSize: LOGGED_CHARACTERS, sizeCalculation: (_, key) => key.length });
  return {
    onParams({ params: { query, operationName } }: { params: GraphQLParams }) {
      if (typeof query !== "string" || manifests.has(query)) return;
      const sha256 = hash("sha256", query, "hex");
      if (logged.has(sha256)) return;
      logged.set(sha256, true);
      log.warn({ operationName, sha256, characters: query.length }, "an operation that no manifest has");
    },
  };
}
