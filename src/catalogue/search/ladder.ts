import type { Database } from "../../database/client.ts";
import { dialectOf, type Grams } from "../../database/dialect.ts";
import { readLists } from "../../database/lists.ts";
import { empty, join, type Sql, sql } from "../../database/sql.ts";
import { bounds } from "./bounds.ts";
import { allWith, type Few, type Many, rowsWith, shareBefore } from "./grams.ts";

/** Hits of one rank. */
export interface Rung {
  /** What they are ordered by, before their ids; an index has it. */
  readonly key: Sql;
  readonly where: Sql;
  /** Texts that they are among; undefined: `where` is a stretch of the key's own index. */
  readonly texts?: Texts;
}

export interface Texts {
  readonly many: Many;
  /** Which share of them are hits, as far as has been looked. */
  readonly share: number;
  /** What the index of grams has of the hits alone, and what the texts have to be besides; undefined: `many` are the hits. */
  readonly own?: { readonly grams: Grams; readonly check: Sql };
}

/** Where hits come from. */
export interface Ground {
  /** The table that has what rungs are ordered by. */
  readonly main: Sql;
  readonly id: Sql;
  /** It and those joined to it. */
  readonly tables: Sql;
  readonly where: readonly Sql[];
  /** The same for some rows `s` of `ProductSearch`. */
  readonly of: (rows: Sql) => Pick<Ground, "tables" | "where">;
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
  const edges = (number: number) => ({
    after: after?.rung === number ? after : undefined,
    before: before?.rung === number ? before : undefined,
    limit: limit - found.length,
    backward,
  });
  const numbered = [...exclusive(rungs).entries()].slice(after?.rung ?? 0, (before?.rung ?? rungs.length) + 1);
  const stretches = numbered.filter(([, { texts }]) => texts === undefined);
  // In one statement: the engine does less for all of them than what lies between it and here for each.
  const lists = await readLists<Place>(
    db,
    stretches.map(([number, rung]) => ordering(ground, rung, edges(number))),
    backward ? sql`"key" DESC, "id" DESC` : sql`"key", "id"`,
  );
  const read = new Map(stretches.map(([number], i) => [number, lists[i] ?? []]));
  for (const [number, rung] of backward ? numbered.reverse() : numbered) {
    const room = limit - found.length;
    if (room <= 0) break;
    const places = read.get(number) ?? (await hitsOn(db, ground, rung, edges(number)));
    found.push(...places.slice(0, room).map(({ id, key }) => ({ rung: number, key, id })));
  }
  return found;
}

/** The same rungs, each without the hits of those before it. */
function exclusive(rungs: readonly Rung[]): Rung[] {
  return rungs.map((rung, number) => {
    const before = rungs.slice(0, number).map(({ where }) => sql`NOT (${where})`);
    return { ...rung, where: join([sql`(${rung.where})`, ...before], " AND ") };
  });
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

/**
 * As far along the order as that is worth it, unless hits are rare; then where the index of grams leads, or on along the
 * order: whichever has less left.
 */
async function hitsOn(db: Database, ground: Ground, rung: Rung, edges: Edges): Promise<Place[]> {
  const { step, steps, little } = bounds;
  const walk = new Walk(db, ground, rung, edges);
  if (rung.texts === undefined) return walk.toEnd();
  const { many, share, own } = rung.texts;
  const worth = Math.round(steps * many.about * share);
  const isRare = worth <= 4 * step;
  if (!isRare && (await meetsEnough(db, walk, rung.texts, { ...edges, worth }))) return walk.found;
  const texts = own && (isRare || share < little) ? await allWith(db, own.grams, own.check) : many;
  if ("ids" in texts) return texts.count === 0 ? walk.found : walk.toEnd(among(db, ground, texts));
  const { grams, about } = texts;
  return walk.toEnd(steps * about < many.of - walk.steps ? { ...ground, ...ground.of(rowsWith(db, grams)) } : ground);
}

/**
 * Walks as many steps as should be enough; farther if that costs less than a quarter of looking at all texts that the index
 * leads to, or meets enough. Not at all if the first of those that were looked at is behind more steps than they are worth.
 * @returns whether it is over
 */
async function meetsEnough(
  db: Database,
  walk: Walk,
  { many, share }: NonNullable<Rung["texts"]>,
  { worth, ...edges }: Edges & { readonly worth: number },
): Promise<boolean> {
  const { step } = bounds;
  // As many steps as it takes if hits are spread evenly.
  const spread = Math.ceil((edges.limit * many.of) / (many.about * share));
  if (4 * spread < step && (await walk.goes(step))) return true;
  const before = walk.found.length > 0 ? 0 : await stepsBefore(db, many, edges);
  if (before + spread > worth) return false;
  if (await walk.goes(Math.max(step, before + 2 * spread))) return true;
  for (let next = 4 * step; ; next *= 4) {
    const left = Math.floor(worth / 4) - walk.steps;
    if (left <= 0 && walk.left > worth) return false;
    // By what it has met so far, twice what is left is enough.
    const enough = Math.min(next, Math.max(step, Math.ceil(2 * walk.left)));
    if (await walk.goes(left > 0 ? Math.min(enough, left) : enough)) return true;
  }
}

/** About how many steps it takes from the beginning to the first of those that were looked at; 0 from elsewhere. */
const stepsBefore = async (db: Database, { first, of }: Many, { after, backward }: Edges): Promise<number> =>
  backward || after !== undefined ? 0 : Math.ceil(of * (await shareBefore(db, first)));

/** A walk along the order of a rung's hits. */
class Walk {
  readonly found: Place[] = [];
  steps = 0;
  readonly #db: Database;
  readonly #ground: Ground;
  readonly #rung: Rung;
  /** Of what is left. */
  #edges: Edges;

  constructor(db: Database, ground: Ground, rung: Rung, edges: Edges) {
    this.#db = db;
    this.#ground = ground;
    this.#rung = rung;
    this.#edges = edges;
  }

  /** How many steps are left, if it goes on to meet as many hits. */
  get left(): number {
    return this.found.length === 0 ? Infinity : (this.steps * this.#edges.limit) / this.found.length;
  }

  /** Goes on by so many steps. @returns whether it is over */
  async goes(steps: number): Promise<boolean> {
    const { backward } = this.#edges;
    const all = { ...this.#ground, tables: this.#ground.main, where: [] };
    const any = { key: this.#rung.key, where: sql`1 = 1` };
    const [end] = await ordered(this.#db, all, any, { ...this.#edges, limit: 1 }, steps);
    const edges = { ...this.#edges, ...(end && { [backward ? "after" : "before"]: end }) };
    const hits = await ordered(this.#db, this.#ground, this.#rung, edges);
    this.found.push(...hits);
    this.steps += steps;
    const limit = edges.limit - hits.length;
    if (end === undefined || limit === 0) return true;
    // The end itself is left: what comes next begins beside it.
    const edge = backward ? { before: { ...end, id: end.id + 1 } } : { after: { ...end, id: end.id - 1 } };
    this.#edges = { ...this.#edges, ...edge, limit };
    return false;
  }

  /** @returns all that was found, with what is left on this ground */
  async toEnd(ground = this.#ground): Promise<Place[]> {
    return [...this.found, ...(await ordered(this.#db, ground, this.#rung, this.#edges))];
  }
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
export function among<Entered extends Pick<Ground, "id" | "tables" | "where">>(
  db: Database,
  ground: Entered,
  { ids }: Few,
): Entered {
  return {
    ...ground,
    // CROSS JOIN is SQLite's word for keeping this order.
    tables: sql`${dialectOf(db).ids(ids)} few CROSS JOIN ${ground.tables}`,
    where: [sql`${ground.id} = few."id"`, ...ground.where],
  };
}

const ordered = (db: Database, ground: Ground, rung: Rung, edges: Edges, skip = 0): Promise<Place[]> =>
  db.$queryRaw(ordering(ground, rung, edges, skip));

function ordering({ tables, id, where }: Ground, rung: Rung, { after, before, limit, backward }: Edges, skip = 0): Sql {
  const { key } = rung;
  const conditions = [
    ...where,
    rung.where,
    ...(after ? [sql`(${key}, ${id}) > (${after.key}, ${after.id})`] : []),
    ...(before ? [sql`(${key}, ${id}) < (${before.key}, ${before.id})`] : []),
  ];
  const way = backward ? sql`DESC` : sql`ASC`;
  return sql`
    SELECT ${id} AS "id", ${key} AS "key" FROM ${tables} WHERE ${join(conditions, " AND ")}
    ORDER BY ${key} ${way}, ${id} ${way} LIMIT ${limit} OFFSET ${skip}`;
}
