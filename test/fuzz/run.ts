/** `npm run fuzz -- SECONDS`: the fuzz on every engine that can be reached, for so many seconds each. */
import { spawnSync } from "node:child_process";

const [seconds = "60"] = process.argv.slice(2);
if (!/^[1-9]\d{0,5}$/.test(seconds)) {
  process.stderr.write("Usage: npm run fuzz -- SECONDS   (FUZZ_SEED=… repeats a run)\n");
  process.exit(2);
}
const { status } = spawnSync("vitest", ["run", "test/fuzz"], {
  stdio: "inherit",
  env: { ...process.env, FUZZ_SECONDS: seconds },
});
process.exitCode = status ?? 1;
