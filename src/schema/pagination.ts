import { z } from "zod";
import { AppError } from "../errors.ts";
import { form, parseInput } from "../validation.ts";
import { MAX_ID } from "./ids.ts";

/** The longest page. */
export const MAX_PAGE = 100;
const DEFAULT_PAGE = 20;

export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

const PageSize = z
  .object({ first: z.int().min(0).max(MAX_PAGE).nullish(), last: z.int().min(0).max(MAX_PAGE).nullish() })
  .refine(({ first, last }) => first == null || last == null, {
    path: ["last"],
    error: "goes without `first`",
  });

/**
 * A place in a list that is ordered by one column and then by id. The column's value is in the cursor, so that the list
 * goes on at the right place even when the row itself is gone.
 */
export interface Place {
  readonly value: string | number;
  readonly id: number;
}

/**
 * What a page adds to an operation's complexity: as much as it has entries. `edges`, a list of no known length, multiplies
 * by ten already.
 */
export function pageComplexity({ first, last }: PageArgs) {
  const size = last ?? first ?? DEFAULT_PAGE;
  return { field: 1, multiplier: Math.min(Math.max(size, 1), MAX_PAGE) / 10 };
}

/** The rows that a page query asks for: on the far side of `after` and the near side of `before`, in the given direction. */
export interface PageQuery {
  readonly after: Place | undefined;
  readonly before: Place | undefined;
  readonly limit: number;
  /** The list is read from its end (`last`). */
  readonly inverted: boolean;
}

/**
 * A Relay connection over rows that `load` finds.
 * @param list names the list and its order; a cursor works in the list it came from only
 * @throws {AppError} INVALID_INPUT for a page size that is negative or over {@link MAX_PAGE}; BAD_CURSOR
 */
export async function paginate<Row>(
  args: PageArgs,
  list: string,
  placeOf: (row: Row) => Place,
  load: (query: PageQuery) => Promise<readonly Row[]>,
) {
  const { first, last } = parseInput(PageSize, args);
  const after = readCursor(args.after, list);
  const before = readCursor(args.before, list);
  const inverted = last != null;
  const size = last ?? first ?? DEFAULT_PAGE;
  // One row more than asked for tells whether the list goes on.
  const rows = await load({ after, before, limit: size + 1, inverted });
  const page = rows.slice(0, size);
  if (inverted) page.reverse();
  const goesOn = rows.length > size;
  const edges = page.map((node) => ({ node, cursor: writeCursor(list, placeOf(node)) }));
  return {
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: inverted ? before !== undefined : goesOn,
      hasPreviousPage: inverted ? goesOn : after !== undefined,
    },
  };
}

const writeCursor = (list: string, { value, id }: Place): string =>
  Buffer.from(JSON.stringify([list, value, id])).toString("base64url");

/** Cursors come from outside: what they hold must be something that every database takes. */
const CursorContent = z.tuple([z.string(), z.union([form.text(10_000), z.number()]), z.int().min(1).max(MAX_ID)]);

function readCursor(cursor: string | null | undefined, list: string): Place | undefined {
  if (cursor == null) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    throw new AppError("BAD_CURSOR");
  }
  const parsed = CursorContent.safeParse(content);
  if (!parsed.success || parsed.data[0] !== list) throw new AppError("BAD_CURSOR");
  return { value: parsed.data[1], id: parsed.data[2] };
}

/** Cursors of lists whose order is that of the ids alone. */
export const idPlace = ({ id }: { readonly id: number }): Place => ({ value: id, id });

/** Prisma's `id` condition and order for a page of such a list. */
export function idPage({ after, before, limit, inverted }: PageQuery, direction: "asc" | "desc" = "asc") {
  const [beyond, short] = direction === "asc" ? (["gt", "lt"] as const) : (["lt", "gt"] as const);
  const order = (direction === "asc") === inverted ? "desc" : "asc";
  return {
    id: { ...(after && { [beyond]: after.id }), ...(before && { [short]: before.id }) },
    orderBy: { id: order },
    take: limit,
  } as const;
}
