import { fromStoredPrice } from "../database/price.ts";
import { builder } from "./builder.ts";

export const Product = builder.prismaObject("Product", {
  description: "Something the shop sells.",
  fields: (t) => ({
    id: t.exposeID("id", { description: "The product's number, the same at every door." }),
    model: t.exposeString("model", { description: "The maker's or the shop's article number; may be empty." }),
    name: t.exposeString("name", { description: "What it is called." }),
    description: t.exposeString("description", {
      description: "May hold HTML: sanitise it before it goes into a page.",
    }),
    price: t.float({
      description: "In the shop's currency, exact to four decimals.",
      resolve: ({ price }) => fromStoredPrice(price),
    }),
    quantity: t.exposeInt("quantity", { description: "How many are in stock." }),
    category: t.exposeString("category", { description: "The category's name; may be empty." }),
    imageUrl: t.exposeString("image", {
      description: "The picture's path below `/cache/`, with spaces as they are; empty when there is none.",
    }),
    views: t.int({
      description: "How often its details were read.",
      // A row is kept longer than its views last.
      resolve: async ({ id }, _args, { catalogue, views }) => (await catalogue.viewsOf(id)) + views.pending(id),
    }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was added." }),
    updatedAt: t.expose("updatedAt", {
      type: "DateTime",
      description: "When it was last changed; views do not count.",
    }),
  }),
});

export interface CategoryCount {
  readonly name: string;
  readonly productCount: number;
}

export const Category = builder.objectRef<CategoryCount>("Category").implement({
  description: "A group of products.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "As products carry it." }),
    productCount: t.exposeInt("productCount", { description: "How many products it has." }),
  }),
});
