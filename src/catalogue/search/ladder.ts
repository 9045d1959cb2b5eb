import type { Database } from "../../database/client.ts";
import { dialectOf, type Grams } from "../../database/dialect.ts";
import { empty, join, type Sql, sql } from "../../database/sql.ts";

/**
 * How many texts with the grams that are looked for are read and sorted. Where more have them, hits are so frequent that
 * walking along the order meets enough of them soon.
 */
const FEW = 4000;

/** Some ids, as a JSON array. */
export interface Few {
  readonly ids: string;
  readonly count: number;
}

/** The ids of the texts that have the grams and meet a condition on `s`; undefined: too many have the grams. */
export async function fewWith(db: Database, grams: Grams, where: Sql): Promise<Few | undefined> {
  const { array, withGrams } = dialectOf(db);
  const [found] = await db.$queryRaw<{ n: bigint | number; ids: string }[]>`
    SELECT count(*) AS "n", ${array(sql`s."id"`, where)} AS "ids"
    FROM (SELECT s."id", s."text" FROM ${withGrams(grams)} LIMIT ${FEW + 1}) s`;
  if (found === undefined || found.n > FEW) return undefined;
  return { ids: found.ids, count: JSON.parse(found.ids).length };
}

/** Hits of one rank. */
export interface Rung {
  /** What they are ordered by, before their ids; an index has it. */
  readonly key: Sql;
  readonly where: Sql;
  /** What the index of grams can be asked for; undefined: `where` is a stretch of the key's own index. */
  readonly grams?: Grams;
}

/** Where hits come from: tables that have an id, joined by conditions. */
export interface Ground {
  readonly tables: Sql;
  readonly id: Sql;
  readonly where: readonly Sql[];
}

/** A hit's place: its rank, by the number of its rung, what it is ordered by within that, and its id. */
export interface Rank {
  readonly rung: number;
  readonly key: string;
  readonly id: number;
}

export interface Stretch {
  readonly after: Rank | undefined;
  readonly before: Rank | undefined;
  readonly limit: number;
  /** From the last hit to the first. */
  readonly backward: boolean;
}

/** The hits of a stretch, rung by rung: each is read only as far as the ones before it left room. */
export async function climb(
  db: Database,
  ground: Ground,
  rungs: readonly Rung[],
  { after, before, limit, backward }: Stretch,
): Promise<Rank[]> {
  const found: Rank[] = [];
  const numbered = [...rungs.entries()].slice(after?.rung ?? 0, (before?.rung ?? rungs.length) + 1);
  for (const [number, rung] of backward ? numbered.reverse() : numbered) {
    const room = limit - found.length;
    if (room <= 0) break;
    const edges = {
      after: after?.rung === number ? after : undefined,
      before: before?.rung === number ? before : undefined,
    };
    const few = rung.grams?.length ? await fewWith(db, rung.grams, sql`1 = 1`) : undefined;
    const from = few ? among(db, ground, few) : ground;
    const rows = await ordered(db, from, rung, { ...edges, limit: room, backward });
    found.push(...rows.map(({ id, key }) => ({ rung: number, key, id })));
  }
  return found;
}

/** The same as {@link climb} where all hits are among a few ids: with one query. */
export async function sorted(
  db: Database,
  ground: Ground,
  rungs: readonly Rung[],
  few: Few,
  { after, before, limit, backward }: Stretch,
): Promise<Rank[]> {
  const { tables, where } = among(db, ground, few);
  const cases = (of: (rung: Rung, number: number) => Sql) =>
    sql`CASE ${join(
      rungs.map((rung, number) => sql`WHEN ${rung.where} THEN ${of(rung, number)}`),
      " ",
    )} END`;
  const number = cases((_, number) => sql`CAST(${number} AS INTEGER)`);
  const place = sql`("rung", "key", "id")`;
  const of = ({ rung, key, id }: Rank) => sql`(CAST(${rung} AS INTEGER), ${key}, ${id})`;
  const way = backward ? sql`DESC` : sql`ASC`;
  return db.$queryRaw<Rank[]>`
    SELECT "rung", "key", "id" FROM (
      SELECT ${number} AS "rung", ${cases(({ key }) => key)} AS "key", ${ground.id} AS "id"
      FROM ${tables} WHERE ${join(where, " AND ")}
    ) ranked
    WHERE "rung" IS NOT NULL
      ${after ? sql`AND ${place} > ${of(after)}` : empty} ${before ? sql`AND ${place} < ${of(before)}` : empty}
    ORDER BY "rung" ${way}, "key" ${way}, "id" ${way} LIMIT ${limit}`;
}

/** The same ground, entered by ids. */
export function among(db: Database, { tables, id, where }: Ground, { ids }: Few): Ground {
  // CROSS JOIN is SQLite's word for keeping this order.
  return {
    tables: sql`${dialectOf(db).ids(ids)} few CROSS JOIN ${tables}`,
    id,
    where: [sql`${id} = few."id"`, ...where],
  };
}

function ordered(
  db: Database,
  { tables, id, where }: Ground,
  rung: Rung,
  { after, before, limit, backward }: Stretch,
): Promise<{ id: number; key: string }[]> {
  const { key } = rung;
  const conditions = [
    ...where,
    rung.where,
    ...(after ? [sql`(${key}, ${id}) > (${after.key}, ${after.id})`] : []),
    ...(before ? [sql`(${key}, ${id}) < (${before.key}, ${before.id})`] : []),
  ];
  const way = backward ? sql`DESC` : sql`ASC`;
  return db.$queryRaw`
    SELECT ${id} AS "id", ${key} AS "key" FROM ${tables} WHERE ${join(conditions, " AND ")}
    ORDER BY ${key} ${way}, ${id} ${way} LIMIT ${limit}`;
}
