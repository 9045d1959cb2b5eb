import { z } from "zod";
import { byTurn } from "../../turn.ts";
import { assertDistinct } from "../buckets.ts";
import type { Bucket, ThrottleStore, Verdict } from "../store.ts";
import type { Client } from "./client.ts";
import { evaluate, script, SPARE_MS } from "./script.ts";

// KEYS: for each act a window for each of its buckets, "<count> <resetAt>". ARGV: for each act now and the number of its
// buckets, then limit and windowMs of each. Returns for each act allowed (0 or 1), then remaining and resetAt of each bucket.
const CONSUME = script(`
local windows = {}
local function windowOf(key)
  local window = windows[key]
  if not window then
    local count, resetAt = string.match(redis.call('GET', key) or '', '^(%d+) (%d+)$')
    window = { count = tonumber(count) or 0, resetAt = tonumber(resetAt) or 0, open = count ~= nil }
    windows[key] = window
  end
  return window
end

local reply, keyAt, argAt = {}, 0, 1
while argAt < #ARGV do
  local now, buckets, allowed, seen = tonumber(ARGV[argAt]), tonumber(ARGV[argAt + 1]), 1, {}
  argAt = argAt + 2
  for i = 1, buckets do
    local limit, windowMs, window = tonumber(ARGV[argAt]), tonumber(ARGV[argAt + 1]), windowOf(KEYS[keyAt + i])
    -- The clock has gone back since it opened: nobody waits for that, and what was counted stays.
    if window.resetAt > now + windowMs then window.resetAt, window.open, window.changed = now + windowMs, false, now end
    local each = { limit = limit, window = window, count = window.count, resetAt = window.resetAt, open = window.open }
    if window.resetAt <= now then each.count, each.resetAt, each.open = 0, now + windowMs, false end
    if each.count >= limit then allowed = 0 end
    seen[i] = each
    argAt = argAt + 2
  end
  keyAt = keyAt + buckets
  reply[#reply + 1] = allowed
  for _, each in ipairs(seen) do
    if allowed == 1 then
      local window = each.window
      window.count, window.resetAt, window.open, window.changed = each.count + 1, each.resetAt, each.open, now
    end
    reply[#reply + 1] = math.max(0, each.limit - each.count - allowed)
    reply[#reply + 1] = each.resetAt
  end
end

for key, window in pairs(windows) do
  if window.changed then
    local text = string.format('%d %d', window.count, window.resetAt)
    -- Its life is set once: what is left of the window by this caller's clock may be too little by another's.
    if window.open then
      redis.call('SET', key, text, 'KEEPTTL')
    else
      redis.call('SET', key, text, 'PX', window.resetAt - window.changed + ${SPARE_MS})
    end
  end
end
return reply
`);

const Reply = z.array(z.int());

interface Act {
  readonly buckets: readonly Bucket[];
  readonly now: number;
}

/** More would make everybody else wait for one script. */
const MOST_ACTS = 250;

/**
 * Throttles, each a string that expires with its window. One act may count in any buckets together (a client address
 * and a mailbox, say), so all windows carry one hash tag: in a cluster one shard does all the counting, and the others
 * have the sessions and codes. The acts of one turn of the event loop share a round trip.
 */
export function openThrottle(client: Client, prefix: string): ThrottleStore {
  const together = byTurn<Act, Verdict>(async (acts) => {
    const keys = acts.flatMap(({ buckets }) => buckets.map(({ key }) => `${prefix}:{throttle}:${key}`));
    const args = acts.flatMap(({ buckets, now }) => [
      now,
      buckets.length,
      ...buckets.flatMap(({ limit, windowMs }) => [limit, windowMs]),
    ]);
    const reply = Reply.parse(await client.act((redis) => evaluate(redis, CONSUME, keys, args)));
    let at = 0;
    return acts.map(({ buckets, now }) => {
      const allowed = reply[at++] === 1;
      const states = buckets.map(() => ({ remaining: reply[at++] ?? 0, resetAt: reply[at++] ?? now }));
      return { allowed, states };
    });
  }, MOST_ACTS);
  return {
    consume: async (buckets, now) => {
      assertDistinct(buckets);
      return buckets.length === 0 ? { allowed: true, states: [] } : together({ buckets, now });
    },
  };
}
