import type { Database } from "../../database/client.ts";
import { dialectOf, type Grams } from "../../database/dialect.ts";
import { empty, join, type Sql, sql } from "../../database/sql.ts";

/** How many texts with the grams that are looked for are read and sorted at once. */
const FEW = 4000;

/** How many are, where a walk along the order has not met enough hits. */
const SOME = 40_000;

/** How far such a walk goes at first: where hits are frequent, it is over sooner than the index of grams is asked. */
const STEP = 3000;

/** Some ids, as a JSON array. */
export interface Few {
  readonly ids: string;
  readonly count: number;
}

/** The ids of the texts that have the grams and meet a condition on `s`; undefined: too many have the grams. */
export function fewWith(db: Database, grams: Grams, where: Sql, most = FEW): Promise<Few | undefined> {
  const texts = sql`SELECT s."id", s."text", s."model" FROM ${dialectOf(db).withGrams(grams)}`;
  return fewOf(db, texts, where, most);
}

/** The ids of some rows that meet a condition on `s`; undefined: there are too many rows. */
export async function fewOf(db: Database, rows: Sql, where = sql`1 = 1`, most = FEW): Promise<Few | undefined> {
  const ids = dialectOf(db).array(sql`s."id"`, where);
  const [found] = await db.$queryRaw<{ n: bigint | number; ids: string }[]>`
    SELECT count(*) AS "n", ${ids} AS "ids" FROM (${rows} LIMIT ${most + 1}) s`;
  if (found === undefined || found.n > most) return undefined;
  return { ids: found.ids, count: JSON.parse(found.ids).length };
}

/** Hits of one rank. */
export interface Rung {
  /** What they are ordered by, before their ids; an index has it. */
  readonly key: Sql;
  readonly where: Sql;
  /** What the index of grams can be asked for; undefined: `where` is a stretch of the key's own index. */
  readonly grams?: Grams;
  /** What the texts that have the grams have to be besides, as a condition on `s`. */
  readonly check?: Sql;
}

/** Where hits come from. */
export interface Ground {
  /** The table that has what rungs are ordered by. */
  readonly main: Sql;
  readonly id: Sql;
  /** It and those joined to it. */
  readonly tables: Sql;
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
    const rows = await hitsOn(db, ground, rung, { ...edges, limit: room, backward });
    found.push(...rows.map(({ id, key }) => ({ rung: number, key, id })));
  }
  return found;
}

interface Place {
  readonly key: string;
  readonly id: number;
}

interface Edges {
  readonly after: Place | undefined;
  readonly before: Place | undefined;
  readonly limit: number;
  readonly backward: boolean;
}

/** A few steps along the order, then where the index of grams leads, then along the order to the end. */
async function hitsOn(db: Database, ground: Ground, rung: Rung, edges: Edges): Promise<Place[]> {
  if (!rung.grams?.length) return ordered(db, ground, rung, edges);
  const [edge] = await ordered(
    db,
    { ...ground, tables: ground.main, where: [] },
    { key: rung.key, where: sql`1 = 1` },
    { ...edges, limit: 1 },
    STEP,
  );
  const near = await ordered(db, ground, rung, {
    ...edges,
    ...(edge && { [edges.backward ? "after" : "before"]: edge }),
  });
  if (edge === undefined || near.length === edges.limit) return near;
  const some = await fewWith(db, rung.grams, rung.check ?? sql`1 = 1`, SOME);
  return ordered(db, some ? among(db, ground, some) : ground, rung, edges);
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
export function among(db: Database, ground: Ground, { ids }: Few): Ground {
  return {
    ...ground,
    // CROSS JOIN is SQLite's word for keeping this order.
    tables: sql`${dialectOf(db).ids(ids)} few CROSS JOIN ${ground.tables}`,
    where: [sql`${ground.id} = few."id"`, ...ground.where],
  };
}

function ordered(
  db: Database,
  { tables, id, where }: Ground,
  rung: Rung,
  { after, before, limit, backward }: Edges,
  skip = 0,
): Promise<Place[]> {
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
    ORDER BY ${key} ${way}, ${id} ${way} LIMIT ${limit} OFFSET ${skip}`;
}
