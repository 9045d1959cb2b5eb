/** What the address of the products' page says, and what to ask the API for it. */
import type { ProductOrder, ProductsQueryVariables } from "../gql/graphql.ts";

export const PAGE_SIZE = 24;

interface Sorting {
  readonly name: string;
  readonly label: string;
  readonly orderBy: ProductOrder;
}

const SORTINGS: readonly Sorting[] = [
  { name: "popular", label: "Most popular", orderBy: { field: "VIEWS", direction: "DESC" } },
  { name: "cheapest", label: "Price: low to high", orderBy: { field: "PRICE", direction: "ASC" } },
  { name: "dearest", label: "Price: high to low", orderBy: { field: "PRICE", direction: "DESC" } },
  { name: "name", label: "Name", orderBy: { field: "NAME", direction: "ASC" } },
  { name: "newest", label: "Newest", orderBy: { field: "CREATED_AT", direction: "DESC" } },
];

const RELEVANCE: Sorting = {
  name: "relevance",
  label: "Best match",
  orderBy: { field: "RELEVANCE", direction: "ASC" },
};

/** The first one holds unless another is chosen. */
export const sortingsOf = (params: URLSearchParams): readonly Sorting[] =>
  params.has("q") ? [RELEVANCE, ...SORTINGS] : SORTINGS;

export function sortingOf(params: URLSearchParams): Sorting | undefined {
  const sortings = sortingsOf(params);
  return sortings.find(({ name }) => name === params.get("sort")) ?? sortings[0];
}

export function variablesOf(params: URLSearchParams): ProductsQueryVariables {
  const search = params.get("q");
  const category = params.get("category");
  const before = params.get("before");
  return {
    filter: { search, category, inStock: params.has("stock") ? true : null },
    orderBy: sortingOf(params)?.orderBy ?? null,
    // Backwards from where a page begins, or onwards from where the one before has ended.
    ...(before === null ? { first: PAGE_SIZE, after: params.get("after") } : { last: PAGE_SIZE, before }),
  };
}

/** The same page with something else chosen: from the beginning, as cursors belong to a list. Null takes it away. */
export function withChoice(params: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(params);
  next.delete("after");
  next.delete("before");
  if (value === null) next.delete(name);
  else next.set(name, value);
  return next;
}

export const addressOf = (params: URLSearchParams): string => `/products?${params.toString()}`;
