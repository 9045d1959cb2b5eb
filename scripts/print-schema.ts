/** Writes schema.graphql from the code; with `--check` it only says whether the committed file is the code's. */
import { readFileSync, writeFileSync } from "node:fs";
import { lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "../src/schema/index.ts";

const sdl = `${printSchema(lexicographicSortSchema(schema))}\n`;
if (process.argv.includes("--check")) {
  if (readFileSync("schema.graphql", "utf8") !== sdl) {
    console.error("schema.graphql is stale: run `npm run codegen` and commit it.");
    process.exit(1);
  }
} else {
  writeFileSync("schema.graphql", sdl);
}
