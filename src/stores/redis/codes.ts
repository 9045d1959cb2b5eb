import type { CodeStore } from "../store.ts";
import type { Client } from "./client.ts";
import { evaluate, KEEP, script } from "./script.ts";

// Both: KEYS: the hash of one mailbox and purpose; fields hash, expiresAt, tries (wrong ones).
// A field that is missing reads as false.

// ARGV: hash, expiresAt, now
const PUT = script(`${KEEP}
redis.call('HSET', KEYS[1], 'hash', ARGV[1], 'expiresAt', ARGV[2], 'tries', 0)
keep(KEYS[1], ARGV[2] - ARGV[3])
`);

// ARGV: hash, maxTries, now. Returns 1 when the code was right.
const REDEEM = script(`
local hash, expiresAt = unpack(redis.call('HMGET', KEYS[1], 'hash', 'expiresAt'))
if not hash or tonumber(expiresAt) <= tonumber(ARGV[3]) then return 0 end
local right = hash == ARGV[1]
if right or redis.call('HINCRBY', KEYS[1], 'tries', 1) >= tonumber(ARGV[2]) then redis.call('DEL', KEYS[1]) end
return right and 1 or 0
`);

/** Codes with the wrong tries at them, in one hash for each mailbox and purpose. */
export function openCodes(client: Client, prefix: string): CodeStore {
  const key = (purpose: string, mailbox: string) => `${prefix}:code:${purpose}:${mailbox}`;
  return {
    put: async ({ mailbox, purpose, hash, expiresAt, now }) => {
      await client.act((redis) => evaluate(redis, PUT, [key(purpose, mailbox)], [hash, expiresAt, now]));
    },
    redeem: async ({ mailbox, purpose, hash, maxTries, now }) => {
      const args = [hash, maxTries, now];
      return (await client.act((redis) => evaluate(redis, REDEEM, [key(purpose, mailbox)], args))) === 1;
    },
  };
}
