import type { Database } from "../database/client.ts";
import { networkOf } from "../limits/network.ts";
import type { Client } from "./sessions.ts";

const DAY_MS = 86_400_000;

/** For how long a network is known after the last sign-in from there: others get its address in time. */
const KNOWN_MS = 90 * DAY_MS;

/** How many an account has at most. */
const MOST = 50;

/** Whether somebody has signed in to an account from a client's network; of no account nothing is known. */
export async function isKnownNetwork(db: Database, userId: number | null, { ip }: Client): Promise<boolean> {
  const found = await db.knownNetwork.findUnique({
    where: { userId_network: { userId: userId ?? 0, network: networkOf(ip) } },
  });
  return found !== null && isRecent(found.lastAt);
}

/** Notes that somebody has signed in from a client's network. @returns whether the account knows others, and not this one */
export async function learnNetwork(db: Database, userId: number, { ip }: Client): Promise<boolean> {
  const network = networkOf(ip);
  const known = await db.knownNetwork.findMany({ where: { userId }, orderBy: { lastAt: "desc" } });
  const before = known.find((each) => each.network === network);
  // To the day is enough, and spares most logins a write.
  if (before !== undefined && Date.now() - before.lastAt.getTime() < DAY_MS) return false;
  const lastAt = new Date();
  await db.knownNetwork.upsert({
    where: { userId_network: { userId, network } },
    create: { userId, network, lastAt },
    update: { lastAt },
  });
  const others = known.filter((each) => each !== before);
  const forgotten = others.slice(MOST - 1).map((each) => each.network);
  if (forgotten.length > 0) await db.knownNetwork.deleteMany({ where: { userId, network: { in: forgotten } } });
  return others.some((each) => isRecent(each.lastAt)) && (before === undefined || !isRecent(before.lastAt));
}

const isRecent = (at: Date): boolean => Date.now() - at.getTime() < KNOWN_MS;
