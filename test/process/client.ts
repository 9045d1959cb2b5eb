/** For tests: what clients do. */
import { setTimeout as sleep } from "node:timers/promises";
import { send as sendTo } from "../fixtures/send.ts";
import type { Answer } from "../fixtures/server.ts";

export const send = (url: string, body?: unknown, token?: string): Promise<Answer> => sendTo(url, { body, token });

export const graphql = (url: string, query: string, variables = {}, token?: string): Promise<Answer> =>
  send(`${url}/graphql`, { query, variables }, token);

export const register = (url: string, email: string, password: string): Promise<Answer> =>
  send(`${url}/api/users/register`, { email, password, first_name: "Ada" });

export const login = (url: string, email: string, password: string): Promise<Answer> =>
  send(`${url}/api/users/login`, { email, password });

export const me = (url: string, token: string): Promise<Answer> => send(`${url}/api/users/me`, undefined, token);

/** Registers somebody, signs in, and hands over the access token. */
export async function signUp(url: string, email: string, password: string): Promise<string> {
  await register(url, email, password);
  const { json } = await login(url, email, password);
  return String(json.access_token);
}

export async function productIds(url: string): Promise<string[]> {
  const { json } = await graphql(url, "{ products(first: 50) { edges { node { id } } } }");
  return json.data.products.edges.map(({ node }: { node: { id: string } }) => node.id);
}

/** Keeps a server busy until told to stop: failures are what is to be expected of one that is killed meanwhile. */
export function keepBusy(url: string): () => Promise<void> {
  let busy = true;
  let turn = 0;
  const client = async () => {
    while (busy) {
      turn += 1;
      const path = turn % 8 === 0 ? "/api/users/register" : `/api/products/product/${1 + (turn % 50)}`;
      const body =
        turn % 8 === 0 ? { email: `busy${turn}@example.com`, password: "busy busy", first_name: "B" } : undefined;
      await send(url + path, body).catch(() => sleep(5));
    }
  };
  const clients = Array.from({ length: 4 }, client);
  return async () => {
    busy = false;
    await Promise.all(clients);
  };
}
