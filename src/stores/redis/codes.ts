import type { CodeStore } from "../store.ts";
import type { Client } from "./client.ts";
import { evaluate, KEEP, script } from "./script.ts";

// Both: KEYS: the hash of one mailbox and purpose; fields hash, expiresAt (the code), tries, triesUntil (wrong tries).
// A field that is missing reads as false.

// ARGV: hash, expiresAt, now
const PUT = script(`${KEEP}
redis.call('HSET', KEYS[1], 'hash', ARGV[1], 'expiresAt', ARGV[2])
keep(KEYS[1], ARGV[2] - ARGV[3])
`);

// ARGV: hash, maxTries, triesMs, now. Returns 1 when the code was right.
const REDEEM = script(`${KEEP}
local maxTries, now = tonumber(ARGV[2]), tonumber(ARGV[4])
local hash, expiresAt, tries, triesUntil =
  unpack(redis.call('HMGET', KEYS[1], 'hash', 'expiresAt', 'tries', 'triesUntil'))
if not hash or tonumber(expiresAt) <= now then return 0 end
if not tries or tonumber(triesUntil) <= now then
  tries, triesUntil = 0, now + ARGV[3]
end
tries, triesUntil = tonumber(tries), tonumber(triesUntil)
if tries >= maxTries then return 0 end
if hash == ARGV[1] then
  redis.call('DEL', KEYS[1])
  return 1
end
tries = tries + 1
redis.call('HSET', KEYS[1], 'tries', tries, 'triesUntil', triesUntil)
keep(KEYS[1], triesUntil - now)
-- Dead for good: it would outlive the record of its tries if that were the shorter of the two.
if tries >= maxTries then redis.call('HDEL', KEYS[1], 'hash', 'expiresAt') end
return 0
`);

/** Codes with their record of wrong tries, in one hash for each mailbox and purpose. */
export function openCodes(client: Client, prefix: string): CodeStore {
  const key = (purpose: string, mailbox: string) => `${prefix}:code:${purpose}:${mailbox}`;
  return {
    put: async ({ mailbox, purpose, hash, expiresAt, now }) => {
      await client.act((redis) => evaluate(redis, PUT, [key(purpose, mailbox)], [hash, expiresAt, now]));
    },
    redeem: async ({ mailbox, purpose, hash, maxTries, triesMs, now }) => {
      const args = [hash, maxTries, triesMs, now];
      return (await client.act((redis) => evaluate(redis, REDEEM, [key(purpose, mailbox)], args))) === 1;
    },
  };
}
