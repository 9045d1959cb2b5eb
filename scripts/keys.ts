/** `npm run keys -- rotate`: a new signing key in `DATA_DIR`. Tokens of the present one go on until they end by themselves. */
import { KeyError, openKeyring, rotateKey } from "../src/auth/keys.ts";
import { loadConfig } from "../src/config.ts";

const [act, flag, ...more] = process.argv.slice(2);
if (act !== "rotate" || more.length > 0 || (flag !== undefined && flag !== "--at-once")) {
  console.error("Usage: npm run keys -- rotate [--at-once]");
  process.exit(2);
}

const config = loadConfig();
try {
  if (config.jwtPrivateKey !== undefined) {
    throw new KeyError("JWT_PRIVATE_KEY holds the key: move it to JWT_PREVIOUS_KEY, and put a new one in its place");
  }
  const before = (await openKeyring(config)).signing;
  const now = await rotateKey(config.dataDir, {
    tokenSeconds: config.refreshTtlSeconds,
    atOnce: flag === "--at-once",
  });
  console.log(
    `${now.kid} signs from the next start of the server on; ${before.kid} is verified until the next rotation.`,
  );
} catch (error) {
  if (!(error instanceof KeyError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
