import { z } from "zod";
import { adjustStock, changeProduct } from "../../catalogue/write.ts";
import { toStoredPrice } from "../../database/price.ts";
import { AppError } from "../../errors.ts";
import { builder } from "../../schema/builder.ts";
import { idOr } from "../../schema/ids.ts";
import { Product } from "../../schema/product.ts";
import { form, parseInput } from "../../validation.ts";

/** Tells doors with it how long a request may be. */
const longText = 100_000;

const Shape = z.object({
  name: form.nonBlank(200),
  model: form.text(100).trim(),
  description: form.text(longText),
  price: form.decimalPrice,
  quantity: form.quantity,
  category: form.text(200).trim(),
  imagePath: form.text(1000).regex(/^(catalog\/.+)?$/, { error: "must be a path below `catalog/`, or empty" }),
});
const CreateShape = Shape.partial({ model: true, description: true, quantity: true, category: true, imagePath: true });
const UpdateShape = Shape.partial();

const CreateInput = builder.inputType("CreateProductInput", {
  description: "A new product.",
  fields: (t) => ({
    name: t.string({ required: true, description: "Not blank, 200 characters at most." }),
    price: t.field({ type: "Decimal", required: true, description: "0 to 99,999,999.99, four decimals at most." }),
    model: t.string({ description: "Article number." }),
    description: t.string({ description: "May hold HTML.", extensions: { longText } }),
    quantity: t.int({ description: "In stock; 0 unless given." }),
    category: t.string({ description: "The category's name." }),
    imagePath: t.string({ description: "Path of the picture below `/cache/`, such as `catalog/x.jpg`." }),
  }),
});

const UpdateInput = builder.inputType("UpdateProductInput", {
  description: "What to change of a product; what is left out stays.",
  fields: (t) => ({
    name: t.string({ description: "Not blank, 200 characters at most." }),
    price: t.field({ type: "Decimal", description: "0 to 99,999,999.99, four decimals at most." }),
    model: t.string({ description: "Article number." }),
    description: t.string({ description: "May hold HTML.", extensions: { longText } }),
    quantity: t.int({ description: "In stock." }),
    category: t.string({ description: "The category's name." }),
    imagePath: t.string({ description: "Path of the picture below `/cache/`; empty for none." }),
  }),
});

/** The columns of what was given. */
function columns({ imagePath, price, ...rest }: z.output<typeof UpdateShape>) {
  const { name, model, description, quantity, category } = rest;
  return {
    ...(name !== undefined && { name }),
    ...(price !== undefined && { price: toStoredPrice(price) }),
    ...(imagePath !== undefined && { image: imagePath }),
    ...(model !== undefined && { model }),
    ...(description !== undefined && { description }),
    ...(quantity !== undefined && { quantity }),
    ...(category !== undefined && { category }),
  };
}

builder.mutationField("createProduct", (t) =>
  t.prismaField({
    type: Product,
    description: "Adds a product.",
    authScopes: { admin: true },
    limits: { rules: ["administration"] },
    audit: { to: "product" },
    args: { input: t.arg({ type: CreateInput, required: true, description: "The product." }) },
    resolve: async (query, _root, args, { db, catalogue }) => {
      const input = parseInput(CreateShape, withoutNulls(args.input), ["input"]);
      const { name, price } = input;
      const own = { name, price: toStoredPrice(price) };
      const product = await db.product.create({ ...query, data: { ...columns(input), ...own } });
      await catalogue.drop(product.id);
      return product;
    },
  }),
);

builder.mutationField("updateProduct", (t) =>
  t.field({
    type: Product,
    description: "Changes a product.",
    authScopes: { admin: true },
    limits: { rules: ["administration"] },
    audit: { to: "product", id: ({ id }) => id },
    args: {
      id: t.arg.id({ required: true, description: "Its number." }),
      input: t.arg({ type: UpdateInput, required: true, description: "What to change." }),
      ifVersion: t.arg.int({
        description: "The `version` that was read. If it has another one by now, nothing changes: CHANGED_MEANWHILE.",
      }),
    },
    resolve: async (_root, args, context) => {
      const input = parseInput(UpdateShape, args.input, ["input"]);
      const id = idOr("PRODUCT_NOT_FOUND", args.id);
      return changeProduct(context, id, columns(input), args.ifVersion ?? undefined);
    },
  }),
);

builder.mutationField("adjustStock", (t) =>
  t.field({
    type: Product,
    description:
      "Adds to what is in stock of a product, or takes from it, without reading it first: whatever others do at the same time, none of it is lost.",
    authScopes: { admin: true },
    limits: { rules: ["administration"] },
    audit: { to: "product", id: ({ id }) => id },
    args: {
      id: t.arg.id({ required: true, description: "Its number." }),
      by: t.arg.int({ required: true, description: "How many more, or below zero how many fewer." }),
    },
    resolve: (_root, args, context) => adjustStock(context, idOr("PRODUCT_NOT_FOUND", args.id), args.by),
  }),
);

builder.mutationField("deleteProduct", (t) =>
  t.field({
    type: "ID",
    description: "Removes a product for good and says which.",
    authScopes: { admin: true },
    limits: { rules: ["administration"] },
    audit: { to: "product", id: ({ id }) => id },
    args: { id: t.arg.id({ required: true, description: "Its number." }) },
    resolve: async (_root, args, { db, catalogue }) => {
      const id = idOr("PRODUCT_NOT_FOUND", args.id);
      const { count } = await db.product.deleteMany({ where: { id } });
      if (count === 0) throw new AppError("PRODUCT_NOT_FOUND");
      await catalogue.drop(id);
      return id;
    },
  }),
);

/** An optional field that is null on creation is one that was left out. */
function withoutNulls(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
}
