/** Writes schema.graphql from the code, sorted, so that a change of it is a change of the schema. */
import { writeFileSync } from "node:fs";
import { lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "../src/schema/index.ts";

writeFileSync("schema.graphql", `${printSchema(lexicographicSortSchema(schema))}\n`);
