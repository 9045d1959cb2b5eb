import { describe, expect, it } from "vitest";
import { MAX_PAGE, pageComplexity, type PageArgs, type PageQuery, paginate, type Place } from "./pagination.ts";

interface Row {
  readonly id: number;
  readonly rank: string;
}
const ROWS: readonly Row[] = ["a", "a", "b", "b", "b", "c"].map((rank, i) => ({ id: i + 1, rank }));
const placeOf = ({ id, rank }: Row): Place => ({ value: rank, id });
const compare = (a: Place, b: Place) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.id - b.id);

/** A list in memory that keeps what it was asked for. */
function listOf(rows: readonly Row[]) {
  const asked: PageQuery[] = [];
  const page = async (args: PageArgs, list = "rows") => {
    const { edges, pageInfo } = await paginate(args, list, placeOf, (query) => {
      asked.push(query);
      const { after, before, limit, inverted } = query;
      const within = rows.filter(
        (row) => (!after || compare(placeOf(row), after) > 0) && (!before || compare(placeOf(row), before) < 0),
      );
      return Promise.resolve((inverted ? within.toReversed() : within).slice(0, limit));
    });
    return { ids: edges.map(({ node }) => node.id), cursors: edges.map(({ cursor }) => cursor), pageInfo };
  };
  return { page, asked };
}

describe("a page", () => {
  it("is asked for with one row more, which tells whether the list goes on", async () => {
    const { page, asked } = listOf(ROWS);
    expect((await page({ first: 6 })).pageInfo.hasNextPage).toBe(false);
    expect((await page({ first: 5 })).pageInfo.hasNextPage).toBe(true);
    expect(asked.map(({ limit }) => limit)).toEqual([7, 6]);
  });

  it("from the back is in the list's order", async () => {
    const { page } = listOf(ROWS);
    expect((await page({ last: 2 })).ids).toEqual([5, 6]);
    const { cursors } = await page({ last: 2 });
    expect((await page({ last: 2, before: cursors[0] })).ids).toEqual([3, 4]);
  });

  it("goes on behind a row that is gone", async () => {
    const { cursors } = await listOf(ROWS).page({ first: 4 });
    const { page } = listOf(ROWS.filter(({ id }) => id !== 4));
    expect((await page({ after: cursors[3] })).ids).toEqual([5, 6]);
    expect((await page({ last: 9, before: cursors[3] })).ids).toEqual([1, 2, 3]);
  });

  it("has twenty entries unless it is told how many", async () => {
    const { page, asked } = listOf(ROWS);
    await page({});
    await page({ first: null, last: null });
    expect(asked.map(({ limit }) => limit)).toEqual([21, 21]);
  });

  it("of another list is refused, before anything is loaded", async () => {
    const { page, asked } = listOf(ROWS);
    const { cursors } = await page({ first: 1 });
    await expect(page({ after: cursors[0] }, "others")).rejects.toMatchObject({ code: "BAD_CURSOR" });
    await expect(page({ first: MAX_PAGE + 1 })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(asked).toHaveLength(1);
  });

  it("costs as much as it has entries, and no more than the longest for a wish that will be refused", () => {
    const of = (args: PageArgs) => pageComplexity(args).multiplier * 10;
    expect([of({}), of({ first: 50 }), of({ last: 7 }), of({ first: 100 })]).toEqual([20, 50, 7, 100]);
    expect([of({ first: 0 }), of({ first: -5 }), of({ first: 1e9 })]).toEqual([1, 1, 100]);
  });
});
