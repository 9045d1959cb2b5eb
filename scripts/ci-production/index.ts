/**
 * For .ci/run: whether the product can be had as operators get it, without what development needs. Each way is gone in a
 * folder that held nothing before, by the very commands that the files give, and then the shop has to sell:
 * - a clone, by `NODE_ENV=production npm ci && npm start`, and by the ExecStart of the systemd unit;
 * - the Dockerfile, instruction by instruction.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settings } from "../../src/config.ts";
import { Build } from "./dockerfile.ts";
import { onlyProduction, sells, sh } from "./sells.ts";

const ROOT = join(import.meta.dirname, "../..");
const UNIT = "deploy/storefront.service";
/** Where the unit expects the product. */
const INSTALLED = "/opt/storefront";

const scratch = mkdtempSync(join(tmpdir(), "shop-production-"));
/** What the machine has for npm to reach its registry by, and none of the shop's settings. */
const env = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || settings.includes(name) ? [] : [[name, value]],
  ),
);

try {
  await clone();
  await container();
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

async function clone(): Promise<void> {
  const folder = join(scratch, "clone");
  const production = { ...env, NODE_ENV: "production" };
  sh(`git clone --quiet --no-local '${ROOT}' '${folder}'`, scratch, env);
  sh("npm ci", folder, production);
  onlyProduction(folder);
  await sells("npm start", folder, { ...production, DATA_DIR: join(scratch, "npm") });
  const changes = execFileSync("git", ["status", "--porcelain"], { cwd: folder, encoding: "utf8" });
  if (changes !== "") throw new Error(`Installing and running has changed the checkout:\n${changes}`);

  const unit = readFileSync(join(folder, UNIT), "utf8").replaceAll(INSTALLED, folder);
  verify(unit);
  const command = /^ExecStart=(.+)$/m.exec(unit)?.[1] ?? "false";
  await sells(command, folder, { ...production, DATA_DIR: join(scratch, "unit") });
}

function verify(unit: string): void {
  const file = join(scratch, "storefront.service");
  writeFileSync(file, unit);
  try {
    execFileSync("systemd-analyze", ["verify", file], { stdio: "inherit" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    console.log(`SKIPPED: there is no systemd-analyze to verify ${UNIT}`);
  }
}

async function container(): Promise<void> {
  const build = new Build(ROOT, scratch, env);
  build.follow(readFileSync(join(ROOT, "Dockerfile"), "utf8"));
  onlyProduction(build.folder);
  await sells(build.command, build.folder, build.env, build.health);
}
