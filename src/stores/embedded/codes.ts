import type Database from "better-sqlite3";
import type { CodePurpose, CodeStore } from "../store.ts";
import type { Connections, Run } from "./database.ts";

type Put = Parameters<CodeStore["put"]>[0];
type Attempt = Parameters<CodeStore["redeem"]>[0];
type Place = [mailbox: string, purpose: CodePurpose];

/** Codes in the file's `codes` table, each with the wrong tries at it. */
export function openCodes({ durable }: Connections, run: Run): CodeStore {
  const put = durable.prepare<Put>(
    `INSERT INTO codes (mailbox, purpose, hash, expires_at) VALUES (@mailbox, @purpose, @hash, @expiresAt)
     ON CONFLICT (mailbox, purpose) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at, tries = 0`,
  );
  const redeem = redemption(durable);
  return {
    put: (code) => run(() => void put.run(code)),
    redeem: (attempt) => run(() => redeem.immediate(attempt)),
  };
}

function redemption(db: Database.Database) {
  const live = db.prepare<[...Place, now: number], { hash: string; tries: number }>(
    "SELECT hash, tries FROM codes WHERE mailbox = ? AND purpose = ? AND expires_at > ?",
  );
  const count = db.prepare<Place>("UPDATE codes SET tries = tries + 1 WHERE mailbox = ? AND purpose = ?");
  const remove = db.prepare<Place>("DELETE FROM codes WHERE mailbox = ? AND purpose = ?");

  return db.transaction(({ mailbox, purpose, hash, maxTries, now }: Attempt): boolean => {
    const code = live.get(mailbox, purpose, now);
    if (code === undefined) return false;
    const isRight = code.hash === hash;
    if (isRight || code.tries + 1 >= maxTries) remove.run(mailbox, purpose);
    else count.run(mailbox, purpose);
    return isRight;
  });
}
