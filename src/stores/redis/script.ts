import { createHash } from "node:crypto";
import type { Connection } from "./connection.ts";

/** Lua that Redis runs as one act. */
export interface Script {
  readonly lua: string;
  readonly sha: string;
}

export function script(lua: string): Script {
  return { lua, sha: createHash("sha1").update(lua).digest("hex") };
}

/**
 * Runs a script; its text goes along only when Redis does not know it yet (a new one, one that was restarted, or a node
 * of a cluster that has not run it).
 */
export async function evaluate(
  redis: Connection,
  { lua, sha }: Script,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await redis.evalsha(sha, keys.length, ...keys, ...args);
  } catch (error) {
    // Refused before it ran, so this does not do the act twice.
    if (error instanceof Error && error.message.startsWith("NOSCRIPT")) {
      return redis.eval(lua, keys.length, ...keys, ...args);
    }
    throw error;
  }
}

/**
 * Keys outlive what they hold by this much. Redis's clock only tidies up: what has expired is for the callers' clocks to
 * say, and these may be seconds apart.
 */
export const SPARE_MS = 10_000;

/** Lua: lets the given key live for `ms` (and the spare time) from now at least; never shortens its life. */
export const KEEP = `
local function keep(key, ms)
  ms = ms + ${SPARE_MS}
  if redis.call('PTTL', key) < ms then redis.call('PEXPIRE', key, ms) end
end
`;
