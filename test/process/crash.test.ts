import { expect, test } from "vitest";
import { graphql, keepBusy, login, me, register, signUp } from "./client.ts";
import { CHEAP_HASHES, end, type Shop, SLOWLY, start, migratedFolder } from "../fixtures/process.ts";

const ADMIN = { email: "owner@example.com", password: "the owner's own" };
const PASSWORD = "correct horse";

const UPDATE = `mutation ($id: ID!, $quantity: Int!) { updateProduct(id: $id, input: { quantity: $quantity }) { quantity } }`;
const CREATE = `mutation { createProduct(input: { name: "Kept", price: 12.5, quantity: 0 }) { id } }`;

/** Does something that is acknowledged; after a kill and a new start, what it returns checks that it holds. */
type Act = (shop: Shop, round: number) => Promise<(again: Shop) => Promise<void>>;

const registration: Act = async ({ url }, round) => {
  const email = `registered${round}@example.com`;
  expect((await register(url, email, PASSWORD)).status).toBe(200);
  return async (again) => expect((await login(again.url, email, PASSWORD)).status).toBe(200);
};

const signIn: Act = async ({ url }, round) => {
  const email = `signed-in${round}@example.com`;
  const token = await signUp(url, email, PASSWORD);
  return async (again) => expect((await me(again.url, token)).json).toMatchObject({ email });
};

const signOut: Act = async ({ url }, round) => {
  const token = await signUp(url, `signed-out${round}@example.com`, PASSWORD);
  expect((await graphql(url, "mutation { logout }", {}, token)).json.data).toEqual({ logout: true });
  return async (again) => expect((await me(again.url, token)).status).toBe(401);
};

const productChange: Act = async ({ url }, round) => {
  const { json: signedIn } = await login(url, ADMIN.email, ADMIN.password);
  const token = String(signedIn.access_token);
  const { json: made } = await graphql(url, CREATE, {}, token);
  const { id } = made.data.createProduct;
  const { json: changed } = await graphql(url, UPDATE, { id, quantity: 7 + round }, token);
  expect(changed.data).toEqual({ updateProduct: { quantity: 7 + round } });
  return async (again) => {
    const { json } = await graphql(again.url, "query ($id: ID!) { product(id: $id) { name quantity } }", { id });
    expect(json.data.product).toEqual({ name: "Kept", quantity: 7 + round });
  };
};

const acts: readonly Act[] = [registration, signIn, productChange, signOut];

test("what was acknowledged outlives kill -9 under load", SLOWLY, async () => {
  const env = {
    ...CHEAP_HASHES,
    DATA_DIR: await migratedFolder(),
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  };
  const promises: ((again: Shop) => Promise<void>)[] = [];
  for (const [round, act] of acts.entries()) {
    const shop = await start(env);
    const rest = keepBusy(shop.url);
    promises.push(await act(shop, round));
    shop.child.kill("SIGKILL");
    expect(await end(shop)).toEqual({ code: null, signal: "SIGKILL" });
    await rest();
  }
  const last = await start(env);
  for (const holds of promises) await holds(last);
  expect(last.stderr()).toBe("");
  expect(promises).toHaveLength(acts.length);
});
