import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../database/client.ts";
import { searchText } from "../../database/search-key.ts";
import { engines, open } from "../../database/test-databases.ts";
import { countProducts, listProducts, type ProductsQuery } from "../lists.ts";
import { bounds } from "./bounds.ts";
import { isOneSlipAway } from "./typos.ts";

/** So small that every way to hits is gone with few products. */
const TINY = { few: 60, sample: 50, frequent: 0.3, step: 20, steps: 4, little: 0.2 };
const inEarnest = { ...bounds };
beforeAll(() => void Object.assign(bounds, TINY));
afterAll(() => void Object.assign(bounds, inEarnest));

/** Not a multiple of what is looked at, so that nothing that is worked out from shares of them is whole by chance. */
const MANY = 4003;

const PARTS = ["ab", "a", "bab", "ba", "led", "Led", "lé", "d", "杜邦", "线", "x-1", "10%", "zq"];
const CATEGORIES = ["", "led", "Ba", "杜邦线", "a b"];

/** Some hundred queries, each over all of them. */
const TIMEOUT_MS = 120_000;

/** Numbers that look random and are the same each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const byName = (nameContains: string): ProductsQuery => ({
  filter: { nameContains },
  order: "RELEVANCE",
  descending: false,
  page: { after: undefined, before: undefined, limit: 100, inverted: false },
  offset: 0,
});

const pick = <T>(roll: (sides: number) => number, from: readonly T[]): T => from[roll(from.length)] as T; // never empty

interface Sample {
  readonly id: number;
  readonly name: string;
  readonly model: string;
  readonly category: string;
  readonly price: bigint;
}

function samples(): Sample[] {
  const roll = dice(1);
  return Array.from({ length: MANY }, (_, i) => ({
    id: i + 1,
    name: Array.from({ length: 1 + roll(3) }, () => pick(roll, PARTS)).join(pick(roll, [" ", " ", "", "/"])),
    model: roll(3) === 0 ? `${pick(roll, PARTS)}-${roll(40)}` : "",
    category: pick(roll, CATEGORIES),
    price: BigInt(roll(50)),
  }));
}

/** The rule in plain words: a hit's rank and what it is ordered by within, or nothing. */
function rank(text: string, { name, model, category }: Sample): [number, string] | undefined {
  const [title, number] = [searchText(name), searchText(model)];
  const whole = ` ${title} \n ${number} \n ${searchText(category)} `;
  const words = text
    .split(/\s+/)
    .map(searchText)
    .filter((word) => word !== "");
  const phrase = searchText(text);
  if (!words.every((word) => whole.includes(word))) return undefined;
  if (title === phrase) return [0, whole];
  if (number === phrase) return [1, number];
  if (whole.startsWith(` ${phrase}`)) return [2, whole];
  if (number.startsWith(phrase)) return [3, number];
  if (words.every((word) => whole.includes(` ${word} `))) return [4, whole];
  return words.every((word) => whole.includes(` ${word}`)) ? [5, whole] : [6, whole];
}

const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function bestOf(text: string, rows: readonly Sample[]): number[] {
  const hits = rows.flatMap((row) => {
    const found = rank(text, row);
    return found ? [{ id: row.id, found }] : [];
  });
  hits.sort((a, b) => a.found[0] - b.found[0] || byCodePoint(a.found[1], b.found[1]) || a.id - b.id);
  return hits.map(({ id }) => id);
}

const query = (search: string, more: Partial<ProductsQuery> = {}): ProductsQuery => ({
  filter: { search },
  order: "RELEVANCE",
  descending: false,
  page: { after: undefined, before: undefined, limit: 100, inverted: false },
  offset: 0,
  ...more,
});
const idsOf = async (db: Database, asked: ProductsQuery) => (await listProducts(db, asked)).map(({ row }) => row.id);

describe.for(engines)("a search on $name", (engine) => {
  test(
    "finds and orders as the rule says, few hits or many, forward, backward, filtered and skipping",
    { timeout: TIMEOUT_MS },
    async () => {
      const rows = samples();
      const db = await open(await engine.create());
      for (let from = 0; from < MANY; from += 1000) {
        await db.product.createMany({ data: rows.slice(from, from + 1000) });
      }
      const roll = dice(2);
      const texts = Array.from({ length: 25 }, () =>
        Array.from({ length: 1 + roll(2) }, () => pick(roll, [...PARTS, "e", "b", "杜", "0", "-", "q", "1"])).join(" "),
      );
      for (const text of new Set(["a", "led", "b a", "-", ...texts])) {
        const best = bestOf(text, rows);
        const page = (await listProducts(db, query(text))).map(({ place }) => place);
        expect(
          page.map(({ id }) => id),
          text,
        ).toEqual(best.slice(0, 100));
        expect(await countProducts(db, { search: text }), text).toBe(best.length);
        if (best.length === 0) continue;

        const [at, until] = [roll(page.length), roll(page.length)];
        const stretch = { after: page[at], before: page[until], limit: 7 };
        const between = best.slice(at + 1, Math.max(until, at + 1));
        const forward = query(text, { page: { ...stretch, inverted: false } });
        expect(await idsOf(db, forward), text).toEqual(between.slice(0, 7));
        const backward = query(text, { page: { ...stretch, inverted: true } });
        expect(await idsOf(db, backward), text).toEqual(between.slice(-7).reverse());
        const worst = query(text, { descending: true, offset: 2 });
        expect(await idsOf(db, worst), text).toEqual([...best].reverse().slice(2, 102));

        const byId = new Map(rows.map((row) => [row.id, row]));
        const cheap = best.filter((id) => (byId.get(id)?.price ?? 0n) <= 9n);
        const filter = { search: text, maxPrice: 0.0009 };
        expect(await idsOf(db, query(text, { filter })), text).toEqual(cheap.slice(0, 100));
        expect(await countProducts(db, filter), text).toBe(cheap.length);
        const numbered = [...best].sort((a, b) => a - b);
        expect(await idsOf(db, query(text, { order: "ID", offset: 3 })), text).toEqual(numbered.slice(3, 103));
      }
    },
  );

  test("of names finds a part of a name as it is written, case aside", { timeout: TIMEOUT_MS }, async () => {
    const rows = samples();
    const db = await open(await engine.create());
    for (let from = 0; from < MANY; from += 1000) {
      await db.product.createMany({ data: rows.slice(from, from + 1000) });
    }
    const names = rows.map(({ id, name }) => ({ id, name: name.toLowerCase() }));
    const ranks = (text: string) =>
      names
        .filter(({ name }) => name.includes(text))
        .map(({ id, name }) => {
          const better = [name === text, name.startsWith(text), name.includes(` ${text}`)].indexOf(true);
          return { id, name, rank: better === -1 ? 3 : better };
        })
        .sort((a, b) => a.rank - b.rank || byCodePoint(a.name, b.name) || a.id - b.id);
    for (const text of [
      "a",
      "b a",
      "led",
      "lé",
      "le",
      "d l",
      "邦",
      "杜邦线",
      "0%",
      "-1",
      "x-1/",
      "zq",
      "e",
      "nowhere",
    ]) {
      const found = (await listProducts(db, byName(text.toUpperCase()))).map(({ row }) => row.id);
      expect(found, text).toEqual(
        ranks(text)
          .slice(0, 100)
          .map(({ id }) => id),
      );
    }
  });
});

test.for<[string, string, boolean]>([
  ["sensor", "sensor", true],
  ["sensor", "senser", true],
  ["sensor", "sesnor", true],
  ["sensor", "ensor", true],
  ["sensor", "sensors", true],
  ["sensor", "snsors", false],
  ["sensor", "sneosr", false],
  ["", "ab", false],
])("%j and %j are one slip apart: %j", ([a, b, expected]) => {
  expect(isOneSlipAway(a, b)).toBe(expected);
  expect(isOneSlipAway(b, a)).toBe(expected);
});
