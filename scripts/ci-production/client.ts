import assert from "node:assert/strict";

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/**
 * Uses a shop by each of its doors as its first customers would: signs in, puts a product on sale, buys a look at it.
 * @throws {assert.AssertionError} when an answer is not what it has to be
 */
export async function useShop(url: string, { email, password }: Credentials): Promise<void> {
  await ask(`${url}/health/ready`, {}, { status: "ok" });
  const { access_token } = await ask(`${url}/api/users/login`, { body: { email, password } }, { token_type: "bearer" });
  const create = "mutation ($input: CreateProductInput!) { createProduct(input: $input) { id } }";
  const input = { name: "Crimping pliers", price: 12.5 };
  const body = { query: create, variables: { input } };
  const { data } = await ask(`${url}/graphql`, { body, token: String(access_token) }, {});
  const { id } = (data as { createProduct: { id: string } }).createProduct; // as the query asks
  await ask(`${url}/api/products/product/${id}`, {}, { name: input.name, price: input.price });
  await ask(`${url}/api/products?limit=1`, {}, { code: 200, message: "success" });
  await ask(`${url}/api/v2/products/${id}`, {}, { name: input.name });
  const found = await ask(
    `${url}/graphql`,
    { body: { query: `{ product(id: "${id}") { name price { amount } } }` } },
    {},
  );
  assert.deepEqual(found["data"], { product: { name: input.name, price: { amount: "12.5" } } });
}

interface Request {
  readonly body?: unknown;
  readonly token?: string;
}

async function ask(url: string, { body, token }: Request, expected: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.equal(response.status, 200, `${url}: ${text}`);
  const answer: Record<string, unknown> = JSON.parse(text);
  assert.partialDeepStrictEqual(answer, expected, `${url}: ${text}`);
  return answer;
}
