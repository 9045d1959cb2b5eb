/** Ways to lose messages between processes that neither their sender nor their receiver notices. */
import Database from "better-sqlite3";
import { passedOn } from "../fixtures/line.ts";

export interface Losing {
  /** From now on messages are lost, or are not any more. */
  lose(now: boolean): void;
  /** How many were. */
  lost(): number;
  close(): void;
}

/** Of an embedded store's file: rows that are gone as soon as they are written. */
export function losingFile(file: string): Losing {
  const db = new Database(file, { timeout: 5000 });
  db.exec(`
    CREATE TABLE losing (now INTEGER NOT NULL, lost INTEGER NOT NULL);
    INSERT INTO losing VALUES (0, 0);
    CREATE TRIGGER lose_messages AFTER INSERT ON messages WHEN (SELECT now FROM losing) = 1
    BEGIN
      DELETE FROM messages WHERE id = new.id;
      UPDATE losing SET lost = lost + 1;
    END`);
  const lost = db.prepare<[], number>("SELECT lost FROM losing").pluck();
  return {
    lose: (now) => void db.prepare("UPDATE losing SET now = ?").run(now ? 1 : 0),
    lost: () => lost.get() ?? 0,
    close: () => db.close(),
  };
}

/** What Redis sends to those who have subscribed, in either version of its protocol. */
const PUSHED = /^[*>]3\r\n\$7\r\nmessage\r\n/;

/** A way to a Redis on which such messages get lost. */
export async function losingLine(target: string): Promise<Losing & { readonly url: string }> {
  let losing = false;
  let lost = 0;
  const line = await passedOn(target, (data, client) => {
    if (losing && PUSHED.test(data.toString("latin1", 0, 20))) lost += 1;
    else client.write(data);
  });
  return { ...line, lose: (now) => void (losing = now), lost: () => lost };
}
