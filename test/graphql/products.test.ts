import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { recordStatements, type Statements } from "./statements.ts";
import { addProducts, codeOf, dataOf, type SampleProduct } from "./support.ts";

const ORDERS = ["ID", "NAME", "PRICE", "VIEWS", "CREATED_AT"] as const;
type Order = (typeof ORDERS)[number];
const DIRECTIONS = ["ASC", "DESC"] as const;
type Direction = (typeof DIRECTIONS)[number];
const cases = ORDERS.flatMap((order) => DIRECTIONS.map((direction) => [order, direction] as const));

/** Every column has ties that are longer than a page of four. */
const SAMPLE: readonly SampleProduct[] = Array.from({ length: 17 }, (_, i) => ({
  name: ["Zener diode", "apple", "Äther", "中文"][i % 3 === 0 ? 0 : i % 4] ?? "",
  price: [5, 0.0001, 99_999_999.99][i % 7 < 5 ? 0 : i % 3] ?? 0,
  views: i % 5 === 0 ? i : 3,
  createdAt: new Date(Date.UTC(2026, 0, 1 + (i % 3))),
}));

const PAGE = /* GraphQL */ `
  query ($first: Int, $after: String, $last: Int, $before: String, $offset: Int, $orderBy: ProductOrder) {
    products(first: $first, after: $after, last: $last, before: $before, offset: $offset, orderBy: $orderBy) {
      edges {
        cursor
        node {
          id
        }
      }
      pageInfo {
        startCursor
        endCursor
        hasNextPage
        hasPreviousPage
      }
    }
  }
`;

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly startCursor: string | null;
    readonly endCursor: string | null;
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
  };
}

const idsOf = ({ edges }: Page): number[] => edges.map(({ node }) => Number(node.id));

describe("pages of products", () => {
  let statements: Statements;
  let server: TestServer;
  let ids: number[];
  beforeAll(async () => {
    statements = recordStatements();
    server = await startServer({ DEMO_DATA: "off" });
    ids = await addProducts(server, SAMPLE);
  });
  afterAll(() => server.close());

  const page = async (variables: Record<string, unknown>): Promise<Page> =>
    dataOf(await server.graphql(PAGE, variables)).products;

  /** The order that a list has to have, worked out from the rows themselves. */
  async function expected(order: Order, direction: Direction): Promise<number[]> {
    const rows = await server.deps.db.product.findMany();
    const key = (row: (typeof rows)[number]) =>
      ({ ID: row.id, NAME: row.nameKey, PRICE: row.price, VIEWS: row.views, CREATED_AT: row.createdAt })[order];
    rows.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id));
    return (direction === "ASC" ? rows : rows.reverse()).map(({ id }) => id);
  }

  it.each(cases)("by %s %s from the front: each product once, in order", async (field, direction) => {
    const orderBy = { field, direction };
    const seen: number[] = [];
    let current = await page({ first: 4, orderBy });
    expect(current.pageInfo.hasPreviousPage).toBe(false);
    for (;;) {
      seen.push(...idsOf(current));
      expect(current.pageInfo.startCursor).toBe(current.edges[0]?.cursor);
      expect(current.pageInfo.endCursor).toBe(current.edges.at(-1)?.cursor);
      if (!current.pageInfo.hasNextPage || seen.length > ids.length) break;
      current = await page({ first: 4, orderBy, after: current.pageInfo.endCursor });
      expect(current.pageInfo.hasPreviousPage).toBe(true);
    }
    expect(seen).toEqual(await expected(field, direction));
  });

  it.each(cases)("by %s %s from the back: each product once, in order", async (field, direction) => {
    const orderBy = { field, direction };
    const seen: number[] = [];
    let current = await page({ last: 4, orderBy });
    expect(current.pageInfo.hasNextPage).toBe(false);
    for (;;) {
      seen.unshift(...idsOf(current));
      if (!current.pageInfo.hasPreviousPage || seen.length > ids.length) break;
      current = await page({ last: 4, orderBy, before: current.pageInfo.startCursor });
      expect(current.pageInfo.hasNextPage).toBe(true);
    }
    expect(seen).toEqual(await expected(field, direction));
  });

  it.each(cases)("by %s %s go on at the right place after rows came and went", async (field, direction) => {
    const before = await expected(field, direction);
    const first = await page({ first: 6, orderBy: { field, direction } });
    const cursorRow = await server.deps.db.product.delete({ where: { id: before[5] ?? 0 } });
    const { id: _id, ...copy } = cursorRow;
    // One that ties with the cursor's row, and one at each end of the list.
    const ends = [
      { price: 0n, name: "", nameKey: "", views: 0, createdAt: new Date(0) },
      { price: 999_999_999_999n, name: "\u9fa5", nameKey: "\u9fa5", views: 999, createdAt: new Date(4e12) },
    ];
    const added = await server.deps.db.product.createManyAndReturn({ data: [copy, ...ends] });
    try {
      const rest: number[] = [];
      let after = first.pageInfo.endCursor;
      for (let more = true; more;) {
        const next = await page({ first: 3, after, orderBy: { field, direction } });
        rest.push(...idsOf(next));
        ({ hasNextPage: more, endCursor: after } = next.pageInfo);
      }
      // What follows the deleted row in today's list: nothing twice, nothing left out.
      await server.deps.db.product.create({ data: cursorRow });
      const today = await expected(field, direction);
      expect(rest).toEqual(today.slice(today.indexOf(cursorRow.id) + 1));
      expect(rest).toEqual(expect.arrayContaining(before.slice(6)));
    } finally {
      await server.deps.db.product.deleteMany({ where: { id: { in: added.map(({ id }) => id) } } });
    }
  });

  it("between two cursors are of that stretch alone", async () => {
    const orderBy = { field: "PRICE", direction: "DESC" };
    const order = await expected("PRICE", "DESC");
    const { edges } = await page({ first: 100, orderBy });
    const stretch = { after: edges[2]?.cursor, before: edges[8]?.cursor, orderBy };

    const front = await page({ first: 3, ...stretch });
    expect(idsOf(front)).toEqual(order.slice(3, 6));
    expect(front.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const back = await page({ last: 3, ...stretch });
    expect(idsOf(back)).toEqual(order.slice(5, 8));
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(idsOf(await page({ first: 100, ...stretch }))).toEqual(order.slice(3, 8));
    expect(idsOf(await page({ last: 100, ...stretch }))).toEqual(order.slice(3, 8));
    expect(idsOf(await page({ first: 2, before: stretch.before, orderBy }))).toEqual(order.slice(0, 2));
    expect(idsOf(await page({ last: 2, after: stretch.after, orderBy }))).toEqual(order.slice(-2));
    expect(idsOf(await page({ first: 9, after: stretch.before, before: stretch.after, orderBy }))).toEqual([]);
  });

  it("of no length tell whether there is anything", async () => {
    const none = { startCursor: null, endCursor: null };
    expect(await page({ first: 0 })).toEqual({
      edges: [],
      pageInfo: { ...none, hasNextPage: true, hasPreviousPage: false },
    });
    expect(await page({ last: 0 })).toEqual({
      edges: [],
      pageInfo: { ...none, hasNextPage: false, hasPreviousPage: true },
    });
  });

  it("are numbered by `offset`, and know that something was skipped", async () => {
    const order = await expected("NAME", "ASC");
    const orderBy = { field: "NAME", direction: "ASC" };
    const third = await page({ first: 5, offset: 10, orderBy });
    expect(idsOf(third)).toEqual(order.slice(10, 15));
    expect(third.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const fourth = await page({ first: 5, offset: 15, orderBy });
    expect(idsOf(fourth)).toEqual(order.slice(15));
    expect(fourth.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const fromBack = await page({ last: 5, offset: 2, orderBy });
    expect(idsOf(fromBack)).toEqual(order.slice(-7, -2));
    expect(fromBack.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(idsOf(await page({ first: 5, offset: 2_147_483_647 }))).toEqual([]);
  });

  it.each(ORDERS.flatMap((from) => ORDERS.filter((to) => to !== from).map((to) => [from, to] as const)))(
    "refuse a cursor by %s in a list by %s",
    async (from, to) => {
      const { pageInfo } = await page({ first: 1, orderBy: { field: from, direction: "ASC" } });
      const answer = await server.graphql(PAGE, {
        after: pageInfo.endCursor,
        orderBy: { field: to, direction: "ASC" },
      });
      expect(codeOf(answer)).toBe("BAD_CURSOR");
    },
  );

  it("are counted only when the count is asked for", async () => {
    const counts = (sql: string[]) => sql.filter((statement) => /\bCOUNT\s*\(/i.test(statement)).length;
    const without = await statements.during(() => server.graphql("{ products(first: 2) { edges { node { id } } } }"));
    expect(without).toHaveLength(2);
    expect(counts(without)).toBe(0);
    const count = (filter: string) =>
      statements.during(() => server.graphql(`{ products(first: 0, filter: ${filter}) { totalCount } }`));
    expect(counts(await count("{ inStock: true }"))).toBe(1);
    const kept = await Promise.all(["{}", '{ category: "x" }'].map(count));
    expect(counts(kept.flat())).toBe(0);
  });
});
