/**
 * Makes what is committed though no hand wrote it: PostgreSQL's data model, src/generated (the Prisma clients, Pothos'
 * types, the typed documents of the REST doors), schema.graphql, openapi.json, marks in package-lock.json. An operator's machine makes
 * nothing.
 *   npm run codegen
 * With --check it makes all of it as well, and exits with 1 if anything was not as it has to be.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DERIVED, derivePostgresql, SOURCE } from "./derive-postgresql.ts";

/** What a step reads, and what it writes; everything else in the folders that it writes is removed. */
interface Step {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly run: () => void;
}

const CLIENTS = ["src/generated/sqlite", "src/generated/postgresql", "src/generated/pothos"];
const OPERATIONS = "src/generated/operations.ts";
/** Where a step has noted what it left: the same inputs and outputs need no second run. Not committed. */
const NOTES = "node_modules/.cache/codegen";

const STEPS: readonly Step[] = [
  {
    name: "lockfile",
    inputs: ["package.json"],
    outputs: ["package-lock.json"],
    run: () => program("node", "scripts/ci-lockfile.ts"),
  },
  {
    name: "clients",
    inputs: [SOURCE, "prisma.config.ts"],
    outputs: [DERIVED, ...CLIENTS],
    run: () => {
      mkdirSync(dirname(DERIVED), { recursive: true });
      writeFileSync(DERIVED, derivePostgresql());
      program("prisma", "generate", "--no-hints");
      program("prisma", "generate", "--no-hints", "--schema", DERIVED);
    },
  },
  {
    name: "schema",
    inputs: ["{src,prisma}/**/*.ts"],
    outputs: ["schema.graphql"],
    run: () => program("node", "scripts/print-schema.ts"),
  },
  {
    name: "operations",
    inputs: ["schema.graphql", "codegen.ts", "src/rest/operations/*.graphql"],
    outputs: [OPERATIONS],
    run: () => program("graphql-codegen", "--silent"),
  },
  {
    name: "openapi",
    inputs: ["{src,prisma}/**/*.ts", "schema.graphql", "package.json"],
    outputs: ["openapi.json"],
    run: () => program("node", "scripts/print-openapi.ts"),
  },
];

const before = contents();
// What no step writes is a leftover.
for (const file of before.keys()) if (!isOutput(file)) rmSync(file);
for (const step of STEPS) make(step);
if (process.argv.includes("--check")) check(before, contents());

function make({ name, inputs, outputs, run }: Step): void {
  const note = `${NOTES}/${name}`;
  const state = () =>
    digest(
      [...inputs, "scripts/{ci-lockfile,codegen,derive-postgresql,print-openapi,print-schema}.ts", "package-lock.json"],
      outputs,
    );
  if (existsSync(note) && readFileSync(note, "utf8") === state()) return;
  for (const folder of outputs) if (CLIENTS.includes(folder)) rmSync(folder, { recursive: true, force: true });
  run();
  mkdirSync(NOTES, { recursive: true });
  writeFileSync(note, state());
}

/** Of the files that these patterns name, and of all that is in the folders. */
function digest(...patterns: readonly (readonly string[])[]): string {
  const hash = createHash("sha256");
  for (const file of filesOf(patterns.flat())) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function filesOf(patterns: readonly string[]): string[] {
  const found = patterns.flatMap((pattern) => globSync(pattern));
  const inside = found.flatMap((folder) =>
    isFolder(folder)
      ? readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name))
      : folder,
  );
  return [...new Set(inside)].filter((file) => !isFolder(file)).toSorted();
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory();
}

function isOutput(file: string): boolean {
  return STEPS.some(({ outputs }) => outputs.some((output) => file === output || file.startsWith(`${output}/`)));
}

/** Everything that is generated, by its file. */
function contents(): Map<string, string> {
  const files = filesOf(["src/generated", ...STEPS.flatMap(({ outputs }) => outputs)]);
  return new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
}

function check(was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>): void {
  const stale = [...new Set([...was.keys(), ...is.keys()])].filter((file) => was.get(file) !== is.get(file));
  if (stale.length === 0) return;
  console.error(`These were stale and have been made anew; commit them (npm run codegen):\n${stale.join("\n")}`);
  process.exitCode = 1;
}

/** Quiet unless it fails: what these programs say otherwise is of no use. */
function program(command: string, ...args: readonly string[]): void {
  // `prisma generate` never runs the schema engine, but would download it unless told where one is.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" };
  const { status, stdout, stderr, error } = spawnSync(command, args, { env, encoding: "utf8" });
  if (status === 0) return;
  process.stderr.write(`${command} ${args.join(" ")} failed\n${error?.message ?? ""}${stdout}${stderr}`);
  process.exit(1);
}
