import { z } from "zod";
import { assertOwnId, ownerOf } from "../session-id.ts";
import { type Rotation, type Session, SESSIONS_PER_USER, type SessionStore } from "../store.ts";
import type { Client } from "./client.ts";
import { evaluate, type Script } from "./script.ts";
import { CREATE, END, END_ALL, ROTATE, TOUCH } from "./session-scripts.ts";

/** A session as Redis keeps it; its id and user are in the field and the key. */
const Stored = z.object({
  stamp: z.string(),
  renewal: z.enum(["access-token", "rotating", "fixed"]),
  generation: z.int(),
  retiring: z.array(z.tuple([z.int(), z.number()])).default([]),
  createdAt: z.number(),
  lastUsedAt: z.number(),
  expiresAt: z.number(),
  ip: z.string(),
  userAgent: z.string(),
});

const Rotated = z.union([
  z.tuple([z.enum(["rotated", "in-grace", "stands"]), z.string()]),
  z.tuple([z.enum(["reused", "gone"])]),
]);

/**
 * Sessions, all of a user's in one hash (its hash tag is the user's), so that each act, `endAll` beside a `create`
 * included, is one script on that user's two keys. The user is found in the session's id.
 */
export function openSessions(client: Client, prefix: string): SessionStore {
  const sessions = (userId: number) => `${prefix}:{user-${userId}}:stamped-sessions`;
  const expiries = (userId: number) => `${prefix}:{user-${userId}}:stamped-expiries`;
  const run = (script: Script, userId: number, args: readonly (string | number)[]) =>
    client.act((redis) => evaluate(redis, script, [sessions(userId), expiries(userId)], args));

  return {
    create: async (session) => {
      assertOwnId(session);
      const { id, userId, createdAt, expiresAt } = session;
      if (expiresAt <= createdAt) return;
      const made = await run(CREATE, userId, [id, encode(session), createdAt, expiresAt, SESSIONS_PER_USER]);
      if (made === 0) throw new TypeError("There is a session of this id already");
    },
    find: async (id, now) => {
      const userId = ownerOf(id);
      const text = userId && (await client.act((redis) => redis.hget(sessions(userId), id)));
      const session = userId && text ? decode(id, userId, text, now) : null;
      return session !== null && session.expiresAt > now ? session : null;
    },
    touch: async (id, { at, ip }) => {
      const userId = ownerOf(id);
      if (userId !== null) await run(TOUCH, userId, [id, at, ip]);
    },
    rotate: async (id, generation, { now, graceMs, expiresAt, whenReplaced }): Promise<Rotation> => {
      const userId = ownerOf(id);
      if (userId === null) return { outcome: "gone" };
      const reply = Rotated.parse(await run(ROTATE, userId, [id, generation, now, graceMs, expiresAt, whenReplaced]));
      if (reply.length === 1) return { outcome: reply[0] };
      return { outcome: reply[0], session: decode(id, userId, reply[1], now) };
    },
    end: async (id, now) => {
      const userId = ownerOf(id);
      return userId !== null && (await run(END, userId, [id, now])) === 1;
    },
    endAll: async (userId, { now, except }) =>
      z.int().parse(await run(END_ALL, userId, [now, except?.id ?? "", except?.stamp ?? ""])),
    list: async (userId, now) => newestFirst(await client.act((redis) => redis.hgetall(sessions(userId))), userId, now),
  };
}

function newestFirst(stored: Readonly<Record<string, string>>, userId: number, now: number): Session[] {
  return Object.entries(stored)
    .map(([id, text]) => decode(id, userId, text, now))
    .filter((session) => session.expiresAt > now)
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
}

function encode(session: Session): string {
  const { stamp, renewal, generation, retiring, createdAt, lastUsedAt, expiresAt, ip, userAgent } = session;
  const stored: z.input<typeof Stored> = {
    stamp,
    renewal,
    generation,
    createdAt,
    lastUsedAt,
    expiresAt,
    ip,
    // Redis's JSON reader refuses half a surrogate pair.
    userAgent: userAgent.toWellFormed(),
    ...(retiring.length > 0 && { retiring: retiring.map(({ generation, until }) => [generation, until]) }),
  };
  return JSON.stringify(stored);
}

function decode(id: string, userId: number, text: string, now: number): Session {
  const { retiring, ...rest } = Stored.parse(JSON.parse(text));
  const stillGood = retiring.filter(([, until]) => until > now);
  return { id, userId, ...rest, retiring: stillGood.map(([generation, until]) => ({ generation, until })) };
}
