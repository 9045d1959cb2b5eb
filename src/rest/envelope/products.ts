import { z } from "zod";
import { AppError } from "../../errors.ts";
import {
  EnvelopeCreateProductDocument,
  EnvelopeDeleteProductDocument,
  EnvelopeProductDocument,
  type EnvelopeProductFragment,
  EnvelopeProductsByNameDocument,
  EnvelopeProductsDocument,
  EnvelopeUpdateProductDocument,
} from "../../generated/operations.ts";
import { form } from "../../validation.ts";
import { type Route, route } from "../contract.ts";
import { integerInPath, integerInQuery } from "../input.ts";
import { Product, ProductPage } from "./answers.ts";
import { envelopeForm } from "./forms.ts";

const path = z.object({ product_id: integerInPath });

const GivenProduct = z.object({
  name: form.nonBlank(200),
  price: envelopeForm.price,
  description: envelopeForm.optional(form.text(100_000)),
  category: envelopeForm.optional(form.text(200)),
  stock: envelopeForm.optional(envelopeForm.quantity),
});

const toInput = ({ stock, ...rest }: z.output<typeof GivenProduct>) => ({
  ...rest,
  ...(stock !== undefined && { quantity: stock }),
});

const fieldNames = { quantity: "stock" };

const product = ({ id, name, description, price, category, quantity, ...times }: EnvelopeProductFragment) => ({
  id: Number(id),
  name,
  description,
  price: Number(price.amount),
  category: category?.name ?? "",
  stock: quantity,
  created_at: times.createdAt,
  updated_at: times.updatedAt,
});

/** GraphQL's largest integer; a page that begins beyond it is as empty as any other past the end. */
const MAX_OFFSET = 2_147_483_647;

/** Section 3 of the document: products. */
export const productRoutes: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/products",
    summary: "A page of products",
    input: z.object({
      query: z.object({
        page: integerInQuery({ min: 1, fallback: 1 }),
        limit: integerInQuery({ min: 1, max: 100, fallback: 20 }),
        category: form.text(200).optional(),
      }),
    }),
    document: EnvelopeProductsDocument,
    variables: ({ query: { page, limit, category } }) => ({
      limit,
      offset: Math.min((page - 1) * limit, MAX_OFFSET),
      category: category ?? null,
    }),
    result: ({ products }, { query: { page, limit } }) => ({
      items: products.edges.map(({ node }) => product(node)),
      total: products.totalCount,
      page,
      limit,
    }),
    answer: ProductPage,
  }),
  route({
    method: "POST",
    path: "/api/products",
    summary: "Add a product",
    refusals: ["UNAUTHENTICATED", "ADMIN_REQUIRED"],
    input: z.object({ body: GivenProduct }),
    document: EnvelopeCreateProductDocument,
    variables: ({ body }) => ({ input: toInput(body) }),
    fieldNames,
    message: "产品创建成功",
    leeways: { id: "new id" },
    result: ({ createProduct }) => product(createProduct),
    answer: Product,
  }),
  route({
    method: "GET",
    path: "/api/products/{product_id}",
    summary: "One product",
    refusals: ["PRODUCT_NOT_FOUND"],
    input: z.object({ path }),
    document: EnvelopeProductDocument,
    variables: ({ path }) => ({ id: path.product_id }),
    result: (data) => {
      if (data.product === null) throw new AppError("PRODUCT_NOT_FOUND");
      return product(data.product);
    },
    answer: Product,
  }),
  route({
    method: "PUT",
    path: "/api/products/{product_id}",
    summary: "Change a product",
    refusals: ["UNAUTHENTICATED", "ADMIN_REQUIRED", "PRODUCT_NOT_FOUND"],
    input: z.object({ path, body: GivenProduct }),
    document: EnvelopeUpdateProductDocument,
    variables: ({ path, body }) => ({ id: path.product_id, input: toInput(body) }),
    fieldNames,
    message: "产品更新成功",
    result: ({ updateProduct }) => product(updateProduct),
    answer: Product,
  }),
  route({
    method: "DELETE",
    path: "/api/products/{product_id}",
    summary: "Delete a product",
    refusals: ["UNAUTHENTICATED", "ADMIN_REQUIRED", "PRODUCT_NOT_FOUND"],
    input: z.object({ path }),
    document: EnvelopeDeleteProductDocument,
    variables: ({ path }) => ({ id: path.product_id }),
    message: "产品删除成功",
    result: () => null,
    answer: z.null(),
  }),
  route({
    method: "GET",
    path: "/api/products/name/{product_name:path}",
    summary: "Products by a part of their name, best first",
    refusals: ["MALFORMED_REQUEST"],
    input: z.object({ path: z.object({ product_name: form.text(200) }) }),
    document: EnvelopeProductsByNameDocument,
    variables: ({ path }) => ({ name: path.product_name }),
    // Best first, of which there was no notion.
    leeways: { data: "order" },
    result: ({ products }) => products.edges.map(({ node }) => product(node)),
    answer: z.array(Product).max(100),
  }),
];
