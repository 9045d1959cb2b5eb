import { z } from "zod";
import { assertDistinct } from "../buckets.ts";
import type { ThrottleStore } from "../store.ts";
import type { Client } from "./client.ts";
import { evaluate, script, SPARE_MS } from "./script.ts";

// KEYS: a window for each bucket, "<count> <resetAt>". ARGV: now, then limit and windowMs of each bucket.
// Returns allowed (0 or 1), then remaining and resetAt of each.
const CONSUME = script(`
local now = tonumber(ARGV[1])
local windows, allowed = {}, 1
for i, key in ipairs(KEYS) do
  local limit, windowMs = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local window = { limit = limit, count = 0, resetAt = now + windowMs }
  local count, resetAt = string.match(redis.call('GET', key) or '', '^(%d+) (%d+)$')
  if count and tonumber(resetAt) > now then
    window.count, window.resetAt = tonumber(count), tonumber(resetAt)
  end
  if window.count >= limit then allowed = 0 end
  windows[i] = window
end
local reply = { allowed }
for i, key in ipairs(KEYS) do
  local window = windows[i]
  if allowed == 1 then
    window.count = window.count + 1
    local text = string.format('%d %d', window.count, window.resetAt)
    -- Its life is set once: what is left of the window by this caller's clock may be too little by another's.
    if window.count > 1 then
      redis.call('SET', key, text, 'KEEPTTL')
    else
      redis.call('SET', key, text, 'PX', window.resetAt - now + ${SPARE_MS})
    end
  end
  reply[2 * i] = math.max(0, window.limit - window.count)
  reply[2 * i + 1] = window.resetAt
end
return reply
`);

const Reply = z.array(z.int()).min(1);

/**
 * Throttles, each a string that expires with its window. One act may count in any buckets together (a client address
 * and a mailbox, say), so all windows carry one hash tag: in a cluster one shard does all the counting, and the others
 * have the sessions and codes.
 */
export function openThrottle(client: Client, prefix: string): ThrottleStore {
  return {
    consume: async (buckets, now) => {
      assertDistinct(buckets);
      if (buckets.length === 0) return { allowed: true, states: [] };
      const keys = buckets.map(({ key }) => `${prefix}:{throttle}:${key}`);
      const args = [now, ...buckets.flatMap(({ limit, windowMs }) => [limit, windowMs])];
      const [allowed, ...rest] = Reply.parse(await client.act((redis) => evaluate(redis, CONSUME, keys, args)));
      const states = buckets.map((_, i) => ({ remaining: rest[2 * i] ?? 0, resetAt: rest[2 * i + 1] ?? now }));
      return { allowed: allowed === 1, states };
    },
  };
}
