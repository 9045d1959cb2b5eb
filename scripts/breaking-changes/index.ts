/**
 * Finds what would break clients of the last release: changes of schema.graphql and openapi.json against what was released.
 *   npm run check:breaking
 * exits with 1 if there is one that CHANGELOG.md does not tell.
 *   npm run check:breaking -- --release
 * makes what there is now what was released, as the last step before a version is tagged.
 */
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HEADING, plain, toldOf } from "./changelog.ts";
import { breaksOfSchema } from "./graphql.ts";
import { breaksOfDocument } from "./openapi.ts";

const root = join(import.meta.dirname, "../..");
const released = join(import.meta.dirname, "released");

const promises = [
  { file: "schema.graphql", breaks: breaksOfSchema },
  { file: "openapi.json", breaks: breaksOfDocument },
] as const;

if (process.argv.includes("--release")) {
  for (const { file } of promises) copyFileSync(join(root, file), join(released, file));
} else {
  const told = toldOf(readFileSync(join(root, "CHANGELOG.md"), "utf8"));
  const untold = promises
    .flatMap(({ file, breaks }) =>
      breaks(readFileSync(join(released, file), "utf8"), readFileSync(join(root, file), "utf8")),
    )
    .filter((change) => !told.has(plain(change)));
  if (untold.length > 0) {
    console.error(
      `These changes would break clients. Take them back, or tell them in CHANGELOG.md, under "${HEADING}" of what is unreleased:\n\n${untold.map((change) => `- ${change}`).join("\n")}\n`,
    );
    process.exitCode = 1;
  }
}
