import { longText } from "../limits/long-texts.ts";
import type { Context } from "../context.ts";
import { fromStoredPrice } from "../database/price.ts";
import { builder } from "./builder.ts";
import { Node } from "./node.ts";

const Money = builder.objectRef<bigint>("Money").implement({
  description: "An amount of money.",
  fields: (t) => ({
    amount: t.field({
      type: "Decimal",
      description: "In units of the currency, exact to four decimals.",
      resolve: fromStoredPrice,
    }),
    currency: t.field({
      type: "CurrencyCode",
      description: "The shop's currency.",
      resolve: (_amount, _args, { shop }) => shop.currency,
    }),
  }),
});

interface Picture {
  /** Below `/cache/`. */
  readonly path: string;
  readonly alt: string;
}

const Image = builder.objectRef<Picture>("Image").implement({
  description: "A picture.",
  fields: (t) => ({
    url: t.string({
      description: "Its whole address, ready for `<img src>`.",
      resolve: ({ path }, _args, context) => imageUrl(path, context),
    }),
    path: t.exposeString("path", { description: "Its path below `/cache/`, with spaces and all letters as they are." }),
    alt: t.exposeString("alt", { description: "What it shows, for those who do not see it." }),
  }),
});

const imageUrl = (path: string, { shop, origin }: Context): string =>
  `${shop.publicUrl ?? origin}/cache/${path.split("/").map(encodeURIComponent).join("/")}`;

/** By its name, which is all that products know of their category. */
export interface CategoryName {
  readonly name: string;
}

export const Category = builder.objectRef<CategoryName>("Category").implement({
  description: "A group of products.",
  interfaces: [Node],
  fields: (t) => ({
    name: t.exposeString("name", { description: "As products carry it." }),
  }),
});

export const Product = builder.prismaObject("Product", {
  description: "Something the shop sells.",
  interfaces: [Node],
  fields: (t) => ({
    id: t.exposeID("id", { description: "The product's number, the same at every door." }),
    model: t.exposeString("model", { description: "The maker's or the shop's article number; may be empty." }),
    name: t.exposeString("name", { description: "What it is called." }),
    description: t.string({
      description: "May hold HTML: sanitise it before it goes into a page.",
      resolve: ({ description }, _args, context) => longText(context, description),
    }),
    price: t.field({ type: Money, description: "What one of it costs.", resolve: ({ price }) => price }),
    quantity: t.exposeInt("quantity", { description: "How many are in stock." }),
    category: t.field({
      type: Category,
      nullable: true,
      description: "The category that it is in, if any.",
      resolve: ({ category }) => (category === "" ? null : { name: category }),
    }),
    image: t.field({
      type: Image,
      nullable: true,
      description: "Its picture, if there is one.",
      resolve: ({ image, name }) => (image === "" ? null : { path: image, alt: name }),
    }),
    views: t.int({
      description: "How often its details were read.",
      // A row is kept longer than its views last.
      resolve: async ({ id }, _args, { catalogue, views }) => (await catalogue.viewsOf(id)) + views.pending(id),
    }),
    version: t.exposeInt("version", {
      description: "One more with every change of the product, views aside; for `ifVersion`.",
    }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was added." }),
    updatedAt: t.expose("updatedAt", {
      type: "DateTime",
      description: "When it was last changed; views do not count.",
    }),
  }),
});

/** A connection that can count its list. */
interface Counted {
  readonly totalCount: () => number | Promise<number>;
}

const ProductEdge = builder.edgeObject({
  type: Product,
  name: "ProductEdge",
  description: "A product and its place in the list.",
});

export const ProductConnection = builder.connectionObject<typeof Product, Counted>(
  {
    type: Product,
    name: "ProductConnection",
    description: "A page of products.",
    fields: (t) => ({
      totalCount: t.int({
        description: "How many products the list has in all; counted only when asked for.",
        resolve: ({ totalCount }) => totalCount(),
      }),
    }),
  },
  ProductEdge,
);
