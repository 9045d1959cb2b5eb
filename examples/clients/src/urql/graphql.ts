import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./graphql-env.d.ts";

/** Reads the types of a document out of the document itself, with the schema's scalars as they come over the wire. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { ID: string; DateTime: string; Decimal: string; CurrencyCode: string };
}>();
