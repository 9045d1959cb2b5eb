import createClient from "openapi-fetch";
import { type Outcome, priceOf, type Shop } from "../shop.ts";
import type { paths } from "./schema.ts";

/** The REST doors with the types that openapi-typescript makes of openapi.json, and openapi-fetch. */
export async function tourWithOpenapi({ url, account, password }: Shop): Promise<Outcome> {
  const client = createClient<paths>({ baseUrl: new URL(url).origin });
  const page = await client.GET("/api/v2/products", {
    params: { query: { first: 3, orderBy: "PRICE", direction: "ASC" } },
  });
  const products = page.data?.items ?? [];
  const [first] = products;
  if (first === undefined) throw new Error("An empty shop");
  const again = await client.GET("/api/v2/products/{id}", { params: { path: { id: first.id } } });
  const session = await client.POST("/api/v2/sessions", { body: { account, password } });
  const headers = { authorization: `Bearer ${session.data?.accessToken}` };
  const me = await client.GET("/api/v2/me", { headers });
  const refused = await client.POST("/api/v2/registrations", { body: { email: "nobody", password } });
  const [field] = refused.error && "fields" in refused.error ? (refused.error.fields ?? []) : [];
  return {
    cheapest: products.map(({ name }) => name),
    price: priceOf(first.price),
    again: again.data?.name,
    signedInAs: me.data?.email,
    wrong: { path: field?.name, code: field?.code },
  };
}
