/** `npm run coverage:contracts`: writes docs/contracts/coverage.md, and says what is missing in it. */
import { writeFileSync } from "node:fs";
import { gaps, print } from "./coverage.ts";
import { collectProofs } from "./proofs.ts";

const proofs = await collectProofs();
writeFileSync(new URL("../../docs/contracts/coverage.md", import.meta.url), print(proofs));
const missing = gaps(proofs);
for (const gap of missing) console.error(gap);
process.exit(missing.length > 0 ? 1 : 0);
