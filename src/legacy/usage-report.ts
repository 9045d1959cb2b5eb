import type { Database } from "../database/client.ts";
import { dayOf } from "./usage.ts";

/** How a route of an old contract has been used lately. */
export interface RouteUsage {
  readonly route: string;
  readonly calls: number;
  /** The last call ever noted; null: nobody has called it since notes are taken. */
  readonly lastCalledAt: Date | null;
  readonly lastCalledBy: string | null;
  /** By day and kind of client, the latest first. */
  readonly clients: readonly ClientUsage[];
}

export interface ClientUsage {
  /** In UTC: `2026-03-01`. */
  readonly day: string;
  readonly family: string;
  readonly calls: number;
  readonly accounts: number;
}

/**
 * What is written of the use of routes, by their names; those that nobody calls are among them.
 * @param days counted back from now, today included
 */
export async function usageOf(
  db: Database,
  { routes, days, now }: { readonly routes: readonly string[]; readonly days: number; readonly now: number },
): Promise<RouteUsage[]> {
  const first = dayOf(new Date(now - (days - 1) * 86_400_000));
  const rows = await db.legacyUsage.findMany({
    where: { day: { gte: first } },
    orderBy: [{ day: "desc" }, { calls: "desc" }],
  });
  const lasts = await db.legacyUsage.findMany({ orderBy: { lastAt: "desc" }, distinct: ["route"] });
  // A route of an older version may have been called as well.
  const names = [...new Set([...routes, ...lasts.map(({ route }) => route)])].sort();
  return names.map((name) => {
    const clients = rows.filter(({ route }) => route === name);
    const last = lasts.find(({ route }) => route === name);
    return {
      route: name,
      calls: clients.reduce((sum, { calls }) => sum + calls, 0),
      lastCalledAt: last?.lastAt ?? null,
      lastCalledBy: last?.family ?? null,
      clients,
    };
  });
}
