/**
 * Makes src/generated: the Prisma client, Pothos' types and the typed documents of the REST shims.
 * Runs before start, test and typecheck, and does nothing while its inputs are unchanged.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DERIVED, derivePostgresql } from "./derive-postgresql.ts";

const INPUTS = [
  "prisma/schema.prisma",
  "schema.graphql",
  "codegen.ts",
  "package-lock.json",
  "scripts/generate.ts",
  "scripts/derive-postgresql.ts",
  ...globSync("src/rest/operations/*.graphql").sort(),
];
const STAMP = "src/generated/.inputs";

const hash = createHash("sha256");
for (const file of INPUTS) if (existsSync(file)) hash.update(file).update(readFileSync(file));
const inputs = hash.digest("hex");

if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== inputs) {
  mkdirSync(dirname(DERIVED), { recursive: true });
  writeFileSync(DERIVED, derivePostgresql());
  mkdirSync("src/generated", { recursive: true });
  // `prisma generate` never runs the schema engine, but would download it unless told where one is.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" };
  run("prisma", ["generate", "--no-hints"], env);
  run("prisma", ["generate", "--no-hints", "--schema", DERIVED], env);
  if (existsSync("schema.graphql") && existsSync("codegen.ts")) run("graphql-codegen", ["--silent"], env);
  writeFileSync(STAMP, inputs);
}

/** Quiet unless it fails: nobody who starts the shop wants to read how its types are made. */
function run(command: string, args: string[], env: NodeJS.ProcessEnv): void {
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${command}`, args, { env, encoding: "utf8" });
  if (status === 0) return;
  process.stderr.write(`${command} ${args.join(" ")} failed\n${stdout}${stderr}`);
  process.exit(1);
}
