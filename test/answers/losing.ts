/** Ways to lose messages between processes that neither their sender nor their receiver notices. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import Database from "better-sqlite3";

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
  const sockets = new Set<Socket>();
  let losing = false;
  let lost = 0;
  const proxy = createServer((client) => {
    const upstream = connect(Number(new URL(target).port), "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => [client, upstream].forEach((each) => each.destroy()));
    }
    client.pipe(upstream);
    upstream.on("data", (data: Buffer) => {
      const pushed = PUSHED.test(data.toString("latin1", 0, 20));
      if (losing && pushed) lost += 1;
      else client.write(data);
    });
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("No port");
  return {
    url: `redis://127.0.0.1:${address.port}`,
    lose: (now) => void (losing = now),
    lost: () => lost,
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}
