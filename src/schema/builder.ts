import SchemaBuilder from "@pothos/core";
import ComplexityPlugin from "@pothos/plugin-complexity";
import PrismaPlugin from "@pothos/plugin-prisma";
import RelayPlugin from "@pothos/plugin-relay";
import ScopeAuthPlugin, { type AuthFailure } from "@pothos/plugin-scope-auth";
import type { Context, SignedInContext } from "../context.ts";
import { AppError } from "../errors.ts";
import type PrismaTypes from "../generated/pothos/types.ts";
import { getDatamodel } from "../generated/pothos/types.ts";
import AuditPlugin from "./audit-plugin.ts";
import DescribedPlugin from "./described-plugin.ts";
import LimitsPlugin from "./limits-plugin.ts";
import SharedPlugin from "./shared-plugin.ts";
import { scopeError, type Scopes, scopesOf } from "./scopes.ts";

interface SchemaTypes {
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    /** Our ids are the database's integers; GraphQL writes them as strings. */
    ID: { Input: string; Output: number | string };
    DateTime: { Input: Date; Output: Date };
    /** A number's exact decimal text. */
    Decimal: { Input: string; Output: string };
    CurrencyCode: { Input: never; Output: string };
    JSON: { Input: never; Output: object };
  };
  AuthScopes: Scopes;
  AuthContexts: { signedIn: SignedInContext; admin: SignedInContext; self: SignedInContext };
}

/** The most that one operation may ask for; a page of 100 products with every field costs about 1,500. */
const LIMITS = { depth: 8, breadth: 400, complexity: 10_000 };

export const builder = new SchemaBuilder<SchemaTypes>({
  // The order is that of what is around a resolver: the trail, which tells of all the rest; who may, how much, how often.
  plugins: [
    AuditPlugin,
    ScopeAuthPlugin,
    ComplexityPlugin,
    LimitsPlugin,
    SharedPlugin,
    RelayPlugin,
    PrismaPlugin,
    DescribedPlugin,
  ],
  defaultFieldNullability: false,
  scopeAuth: {
    authScopes: scopesOf,
    unauthorizedError: (_parent, { viewer }, _info, { failure }) => scopeError(viewer, scopeIn(failure)),
  },
  complexity: {
    limit: LIMITS,
    defaultListMultiplier: 10,
    complexityError: (kind, result) =>
      new AppError("QUERY_TOO_COMPLEX", {
        message: `The query's ${kind.toLowerCase()} is over the limit (${JSON.stringify(result)}).`,
      }),
  },
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    edgesFieldOptions: { nullable: { list: false, items: false }, description: "The entries, in the list's order." },
    nodeFieldOptions: { nullable: false, description: "The entry itself." },
    cursorFieldOptions: { description: "For `after` and `before`." },
    pageInfoFieldOptions: { description: "Where the page stands in the list." },
    pageInfoTypeOptions: { description: "Where a page stands in its list." },
    hasNextPageFieldOptions: { description: "Whether the list goes on behind this page." },
    hasPreviousPageFieldOptions: { description: "Whether there is something before this page." },
    startCursorFieldOptions: { description: "The first entry's cursor." },
    endCursorFieldOptions: { description: "The last entry's cursor: `after` for the next page." },
    firstArgOptions: { description: "The first so many, 0 to 100." },
    lastArgOptions: { description: "The last so many, 0 to 100." },
    afterArgOptions: { description: "Behind this cursor." },
    beforeArgOptions: { description: "Before this cursor." },
  },
  prisma: { client: ({ db }) => db, dmmf: getDatamodel() },
});

/** The scope that was missing: a failure by itself, or the first of those that Pothos has tried. */
function scopeIn(failure: AuthFailure): string | undefined {
  if ("failures" in failure) return failure.failures.map(scopeIn).find((scope) => scope !== undefined);
  return "scope" in failure ? failure.scope : undefined;
}

builder.queryType({ description: "Everything that can be read." });
builder.mutationType({ description: "Everything that can be changed." });
