/**
 * Marks packages with prebuilt binaries as such in package-lock.json, after each `npm install`. better-sqlite3 says
 * `gypfile: false` in its manifest, but npm leaves that out of lockfiles, and `npm ci`, which reads nothing else, would
 * run node-gyp: with a compiler, Python and the headers of Node from the network, for a binary that is there already.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const LOCKFILE = "package-lock.json";

const text = readFileSync(LOCKFILE, "utf8");
const lockfile: { packages: Record<string, { gypfile?: boolean }> } = JSON.parse(text);
for (const [folder, entry] of Object.entries(lockfile.packages)) {
  const file = join(folder, "package.json");
  if (folder === "" || !existsSync(file)) continue;
  const manifest: { gypfile?: boolean } = JSON.parse(readFileSync(file, "utf8"));
  if (manifest.gypfile === false) entry.gypfile = false;
}
const marked = `${JSON.stringify(lockfile, null, 2)}\n`;
if (marked !== text) writeFileSync(LOCKFILE, marked);
