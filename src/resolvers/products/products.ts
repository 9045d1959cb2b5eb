import { z } from "zod";
import { builder } from "../../schema/builder.ts";
import { pageComplexity, paginate } from "../../schema/pagination.ts";
import { Product, ProductConnection } from "../../schema/product.ts";
import { form, parseInput } from "../../validation.ts";
import type { OrderField } from "../../catalogue/conditions.ts";
import { countProducts, type Listed, listProducts } from "../../catalogue/lists.ts";

const Filter = builder.inputType("ProductFilter", {
  description: "Products that meet every condition given.",
  fields: (t) => ({
    search: t.string({
      description:
        "Words, each a part of a word of the name, the article number or the category; letter case, accents and width do not count. Where no product has them all, words of five letters or more also find what is one slip away.",
    }),
    nameContains: t.string({ description: "A text that the name has in it, without case; a blank one is in none." }),
    category: t.string({ description: "The category's exact name." }),
    minPrice: t.field({ type: "Decimal", description: "At least this price." }),
    maxPrice: t.field({ type: "Decimal", description: "At most this price." }),
    inStock: t.boolean({ description: "True: in stock only; false: sold out only." }),
  }),
});

const FilterShape = z.object({
  search: form.text(200).nullish(),
  nameContains: form.text(200).nullish(),
  category: form.text(200).nullish(),
  minPrice: form.decimalPrice.nullish(),
  maxPrice: form.decimalPrice.nullish(),
  inStock: z.boolean().nullish(),
});

const Field = builder.enumType("ProductOrderField", {
  description: "What products can be ordered by; the id breaks ties.",
  values: {
    ID: { description: "The product's number." },
    NAME: { description: "The name, without case." },
    PRICE: { description: "The price." },
    VIEWS: { description: "How often its details were read." },
    CREATED_AT: { description: "When it was added." },
    RELEVANCE: {
      description:
        "How well it fits `search`, best first: the very name or article number, what begins with it, whole words, beginnings of words, parts; each by name. With `nameContains` alone: the very name, names that begin with it, names with a word that does, the rest. With neither, the product's number.",
    },
  } satisfies Record<OrderField, { description: string }>,
});

const Direction = builder.enumType("OrderDirection", {
  description: "Which way a list runs.",
  values: { ASC: { description: "Smallest first." }, DESC: { description: "Largest first." } },
});

const Order = builder.inputType("ProductOrder", {
  description: "The order of a list of products.",
  fields: (t) => ({
    field: t.field({ type: Field, required: true, description: "What to order by." }),
    direction: t.field({ type: Direction, required: true, defaultValue: "ASC", description: "Which way." }),
  }),
});

const Offset = z.object({ offset: z.int().min(0).nullish() });

builder.queryField("products", (t) =>
  t.connection(
    {
      type: Product,
      complexity: pageComplexity,
      description: "The catalogue, page by page: 20 products unless `first` or `last` says otherwise, 100 at most.",
      authScopes: { public: true },
      // A page of the envelope contract is one act, and its search of names another.
      limits: { rules: ["query"], act: ({ filter }) => (filter?.nameContains == null ? "products" : "productsByName") },
      shared: "everybody",
      args: {
        filter: t.arg({ type: Filter, description: "Which products." }),
        orderBy: t.arg({
          type: Order,
          description: "In which order. Unless given, by relevance where something is searched for, else by id.",
        }),
        offset: t.arg.int({
          description: "How many to skip first, for numbered pages; cursors are faster and steadier.",
        }),
      },
      resolve: async (_root, args, { catalogue }) => {
        const { offset } = parseInput(Offset, args);
        const filter = parseInput(FilterShape, args.filter ?? {}, ["filter"]);
        const isSearch = filter.search != null || filter.nameContains != null;
        const order = args.orderBy?.field ?? (isSearch ? "RELEVANCE" : "ID");
        const descending = args.orderBy?.direction === "DESC";
        const connection = await paginate(
          args,
          `products:${order}`,
          ({ place }: Listed) => place,
          (page) => {
            const query = { filter, order, descending, page, offset: offset ?? 0 };
            const key = `products:${JSON.stringify(query)}`;
            return catalogue.read(order === "VIEWS" ? "views" : "list", key, (db) => listProducts(db, query));
          },
        );
        const edges = connection.edges.map(({ node, cursor }) => ({ node: node.row, cursor }));
        const { pageInfo } = connection;
        if (offset != null && offset > 0) pageInfo[args.last == null ? "hasPreviousPage" : "hasNextPage"] = true;
        const totalCount = async () => {
          const key = `count:${JSON.stringify(filter)}`;
          const count = await catalogue.read("list", key, async (db) => ({ total: await countProducts(db, filter) }));
          return count.total;
        };
        return { edges, pageInfo, totalCount };
      },
    },
    ProductConnection,
  ),
);
