import type Database from "better-sqlite3";
import { assertOwnId } from "../session-id.ts";
import { type Renewal, type Rotation, type Session, SESSIONS_PER_USER, type SessionStore } from "../store.ts";
import type { Connections, Run } from "./database.ts";

interface SessionRow {
  readonly id: string;
  readonly user_id: number;
  readonly renewal: Renewal;
  readonly generation: number;
  /** JSON: `[[generation, until], …]` */
  readonly retiring: string;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly expires_at: number;
  readonly ip: string;
  readonly user_agent: string;
  readonly stamp: string;
}

type Change = Parameters<SessionStore["rotate"]>[2];

/** Sessions in the file's `sessions` table. */
export function openSessions({ durable, relaxed }: Connections, run: Run): SessionStore {
  const live = durable.prepare<[string, number], SessionRow>("SELECT * FROM sessions WHERE id = ? AND expires_at > ?");
  const ofUser = durable.prepare<[number, number], SessionRow>(
    "SELECT * FROM sessions WHERE user_id = ? AND expires_at > ? ORDER BY created_at DESC, id DESC",
  );
  const insert = insertion(durable);
  const use = relaxed.prepare<{ id: string; at: number; ip: string }>(
    "UPDATE sessions SET last_used_at = @at, ip = @ip WHERE id = @id AND last_used_at <= @at AND expires_at > @at",
  );
  // Expired ones go as well, and do not count: to a process whose clock is slow they would still be live.
  const remove = durable.prepare<[string], number>("DELETE FROM sessions WHERE id = ? RETURNING expires_at").pluck();
  const removeAll = durable
    .prepare<[number, string | null], number>(
      "DELETE FROM sessions WHERE user_id = ? AND id IS NOT ? RETURNING expires_at",
    )
    .pluck();
  const restamp = durable.prepare<{ id: string; stamp: string }>("UPDATE sessions SET stamp = @stamp WHERE id = @id");
  const endAll = durable.transaction(
    (userId: number, { now, except }: Parameters<SessionStore["endAll"]>[1]): number => {
      if (except !== undefined) restamp.run(except);
      return countLive(removeAll.all(userId, except?.id ?? null), now);
    },
  );
  const countLive = (expiries: number[], now: number) => expiries.filter((expiresAt) => expiresAt > now).length;
  const rotate = rotation(durable, live, remove);

  return {
    create: (session) => run(() => insert.immediate(session)),
    find: (id, now) =>
      run(() => {
        const row = live.get(id, now);
        return row === undefined ? null : toSession(row, now);
      }),
    // On the relaxed connection: a note of use is not worth a sync of the disk at every request.
    touch: (id, { at, ip }) => run(() => void use.run({ id, at, ip })),
    rotate: (id, generation, change) => run(() => rotate.immediate(id, generation, change)),
    end: (id, now) => run(() => countLive(remove.all(id), now) === 1),
    endAll: (userId, options) => run(() => endAll.immediate(userId, options)),
    list: (userId, now) => run(() => ofUser.all(userId, now).map((row) => toSession(row, now))),
  };
}

function insertion(db: Database.Database) {
  const insert = db.prepare<SessionRow>(
    `INSERT INTO sessions
     VALUES (@id, @user_id, @renewal, @generation, @retiring, @created_at, @last_used_at, @expires_at, @ip, @user_agent, @stamp)
     ON CONFLICT (id) DO NOTHING`,
  );
  const endSurplus = db.prepare<{ user_id: number; id: string; created_at: number; spared: number }>(
    `DELETE FROM sessions WHERE id IN (
       SELECT id FROM sessions WHERE user_id = @user_id AND id <> @id AND expires_at > @created_at
       ORDER BY last_used_at DESC, created_at DESC, id DESC LIMIT -1 OFFSET @spared)`,
  );
  return db.transaction((session: Session): void => {
    assertOwnId(session);
    const row = toRow(session);
    if (insert.run(row).changes === 0) throw new TypeError("There is a session of this id already");
    const { id, user_id, created_at } = row;
    endSurplus.run({ id, user_id, created_at, spared: SESSIONS_PER_USER - 1 });
  });
}

function rotation(
  db: Database.Database,
  live: Database.Statement<[string, number], SessionRow>,
  remove: Database.Statement<[string], number>,
) {
  const replace = db.prepare<{ id: string; generation: number; retiring: string; expiresAt: number }>(
    "UPDATE sessions SET generation = @generation, retiring = @retiring, expires_at = @expiresAt WHERE id = @id",
  );
  const prolong = db.prepare<{ id: string; expiresAt: number }>(
    "UPDATE sessions SET expires_at = @expiresAt WHERE id = @id",
  );
  return db.transaction((id: string, generation: number, change: Change): Rotation => {
    const { now, graceMs, expiresAt, whenReplaced } = change;
    const row = live.get(id, now);
    if (row === undefined) return { outcome: "gone" };
    const session = toSession(row, now);
    if (generation === session.generation) {
      const retired = graceMs > 0 ? [{ generation, until: now + graceMs }] : [];
      const next = { ...session, generation: generation + 1, retiring: [...session.retiring, ...retired], expiresAt };
      replace.run({ id, generation: next.generation, retiring: encodeRetiring(next.retiring), expiresAt });
      return { outcome: "rotated", session: next };
    }
    if (session.retiring.some((retired) => retired.generation === generation)) return { outcome: "in-grace", session };
    if (whenReplaced === "keep" && generation < session.generation) {
      prolong.run({ id, expiresAt });
      return { outcome: "stands", session: { ...session, expiresAt } };
    }
    remove.all(id);
    return { outcome: "reused" };
  });
}

function toRow(session: Session): SessionRow {
  return {
    id: session.id,
    user_id: session.userId,
    renewal: session.renewal,
    generation: session.generation,
    retiring: encodeRetiring(session.retiring),
    created_at: session.createdAt,
    last_used_at: session.lastUsedAt,
    expires_at: session.expiresAt,
    ip: session.ip,
    user_agent: session.userAgent,
    stamp: session.stamp,
  };
}

function toSession(row: SessionRow, now: number): Session {
  return {
    id: row.id,
    userId: row.user_id,
    stamp: row.stamp,
    renewal: row.renewal,
    generation: row.generation,
    retiring: decodeRetiring(row.retiring).filter((retired) => retired.until > now),
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    ip: row.ip,
    userAgent: row.user_agent,
  };
}

function encodeRetiring(retiring: Session["retiring"]): string {
  return JSON.stringify(retiring.map(({ generation, until }) => [generation, until]));
}

function decodeRetiring(text: string): Session["retiring"] {
  if (text === "[]") return [];
  // encodeRetiring is the column's only writer.
  const pairs = JSON.parse(text) as [number, number][];
  return pairs.map(([generation, until]) => ({ generation, until }));
}
