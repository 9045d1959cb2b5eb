import { buildSchema, findBreakingChanges } from "graphql";

/** What queries that worked with one schema would miss in another; one sentence each. */
export const breaksOfSchema = (released: string, now: string): readonly string[] =>
  findBreakingChanges(buildSchema(released), buildSchema(now)).map(({ description }) => description);
