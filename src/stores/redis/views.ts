import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ViewBatch, ViewStore } from "../store.ts";
import { assertCountable } from "../view-counts.ts";
import type { Client } from "./client.ts";
import { evaluate, KEEP, type Script, script } from "./script.ts";

/**
 * No views may be lost because a key expired, and no key is to stay when its shop has gone for good: every act of `add`
 * and `take` lets the keys live for a week more, so that only a shop at which nobody looked for a week loses views.
 */
const LIFE_MS = 7 * 24 * 3_600_000;

// KEYS of all: [1] what waits, a hash of product → count; [2] the batch that is out, the same with its id and until.

const VIEWS = `${KEEP}
local function keepBoth()
  keep(KEYS[1], ${LIFE_MS})
  keep(KEYS[2], ${LIFE_MS})
end
`;

// ARGV: "<product> <count>,…"
const ADD = script(`${VIEWS}
for product, count in string.gmatch(ARGV[1], '(%d+) (%d+)') do
  redis.call('HINCRBY', KEYS[1], product, count)
end
keepBoth()
`);

// ARGV: now, until, the id for a new batch. Returns the batch, or false.
const TAKE = script(`${VIEWS}
local leasedUntil = redis.call('HGET', KEYS[2], 'until')
if leasedUntil then
  if tonumber(leasedUntil) > tonumber(ARGV[1]) then return false end
  redis.call('HSET', KEYS[2], 'until', ARGV[2])
else
  if redis.call('EXISTS', KEYS[1]) == 0 then return false end
  redis.call('RENAME', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[2], 'id', ARGV[3], 'until', ARGV[2])
end
keepBoth()
return redis.call('HGETALL', KEYS[2])
`);

// ARGV: id
const SETTLE = script(`
if redis.call('HGET', KEYS[2], 'id') == ARGV[1] then redis.call('DEL', KEYS[2]) end
`);

/** What HGETALL gives inside of a script: names and values by turns. */
const Batch = z.array(z.string()).nullable();

/**
 * Views in two hashes of one hash tag, since a batch is taken by renaming what waits. How much of the last moments a
 * crash of Redis itself loses or brings back (and a batch taken in them could then count twice) is up to its persistence.
 */
export function openViews(client: Client, prefix: string): ViewStore {
  const keys = [`${prefix}:{views}:waiting`, `${prefix}:{views}:batch`];
  const run = (script: Script, args: readonly (string | number)[]) =>
    client.act((redis) => evaluate(redis, script, keys, args));

  return {
    add: async (counts) => {
      assertCountable(counts);
      // In one argument: ioredis spreads arguments over the stack, which ends at some ten thousand.
      if (counts.size > 0) await run(ADD, [Array.from(counts, (each) => each.join(" ")).join()]);
    },
    take: async ({ now, leaseMs }) => {
      const reply = Batch.parse(await run(TAKE, [now, now + leaseMs, randomUUID()]));
      return reply === null ? null : decode(reply);
    },
    settle: async (batchId) => {
      await run(SETTLE, [batchId]);
    },
  };
}

function decode(fields: readonly string[]): ViewBatch {
  let id = "";
  const counts = new Map<number, number>();
  for (let i = 0; i < fields.length; i += 2) {
    const [name = "", value = ""] = fields.slice(i, i + 2);
    if (name === "id") id = value;
    else if (name !== "until") counts.set(Number(name), Number(value));
  }
  return { id, counts };
}
