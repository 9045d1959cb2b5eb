import type Database from "better-sqlite3";
import type { CodePurpose, CodeStore } from "../store.ts";
import type { Connections, Run } from "./database.ts";

type Put = Parameters<CodeStore["put"]>[0];
type Attempt = Parameters<CodeStore["redeem"]>[0];
type Place = [mailbox: string, purpose: CodePurpose];

/** Codes in the file's `codes` table, wrong tries beside them in `code_tries`, so that a new code does not give them back. */
export function openCodes({ durable }: Connections, run: Run): CodeStore {
  const put = durable.prepare<Put>(
    `INSERT INTO codes VALUES (@mailbox, @purpose, @hash, @expiresAt)
     ON CONFLICT (mailbox, purpose) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at`,
  );
  const redeem = redemption(durable);
  return {
    put: (code) => run(() => void put.run(code)),
    redeem: (attempt) => run(() => redeem.immediate(attempt)),
  };
}

function redemption(db: Database.Database) {
  const live = db.prepare<[...Place, now: number], { hash: string }>(
    "SELECT hash FROM codes WHERE mailbox = ? AND purpose = ? AND expires_at > ?",
  );
  const tries = db.prepare<[...Place, now: number], { count: number; until: number }>(
    "SELECT count, until FROM code_tries WHERE mailbox = ? AND purpose = ? AND until > ?",
  );
  const record = db.prepare<[...Place, count: number, until: number]>(
    `INSERT INTO code_tries VALUES (?, ?, ?, ?)
     ON CONFLICT (mailbox, purpose) DO UPDATE SET count = excluded.count, until = excluded.until`,
  );
  const removeCode = db.prepare<Place>("DELETE FROM codes WHERE mailbox = ? AND purpose = ?");
  const removeTries = db.prepare<Place>("DELETE FROM code_tries WHERE mailbox = ? AND purpose = ?");

  return db.transaction(({ mailbox, purpose, hash, maxTries, triesMs, now }: Attempt): boolean => {
    const code = live.get(mailbox, purpose, now);
    if (code === undefined) return false;
    const spent = tries.get(mailbox, purpose, now) ?? { count: 0, until: now + triesMs };
    if (spent.count >= maxTries) return false;
    if (code.hash === hash) {
      removeCode.run(mailbox, purpose);
      removeTries.run(mailbox, purpose);
      return true;
    }
    record.run(mailbox, purpose, spent.count + 1, spent.until);
    // Dead for good: it would outlive the record of its tries if that were the shorter of the two.
    if (spent.count + 1 >= maxTries) removeCode.run(mailbox, purpose);
    return false;
  });
}
