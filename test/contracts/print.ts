/** `npm run coverage:contracts [-- --check]`: writes docs/contracts/coverage.md, or says what is wrong with it. */
import { readFileSync, writeFileSync } from "node:fs";
import { gaps, print } from "./coverage.ts";
import { collectProofs } from "./proofs.ts";

const page = new URL("../../docs/contracts/coverage.md", import.meta.url);
const proofs = await collectProofs();
const problems = gaps(proofs);
const text = print(proofs);
if (!process.argv.includes("--check")) writeFileSync(page, text);
else if (readFileSync(page, "utf8") !== text) {
  problems.push("docs/contracts/coverage.md is not what tables and tests say: npm run coverage:contracts");
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
