/** For tests: server processes that live as long as a suite, and clients of theirs. */
import { freshIp } from "../fixtures/fresh.ts";
import { CHEAP_HASHES, Cleanup, type Shop } from "../fixtures/process.ts";
import { send, type Sent } from "../fixtures/send.ts";
import type { Answer } from "../fixtures/server.ts";

/** Far longer than any answer should take; so that a server that hangs fails a test instead of stopping the suite. */
const ANSWER_MS = 100_000;

export const ADMIN = { email: "owner@example.com", password: "the owner's own" };
export const PASSWORD = "correct horse";

/** What every server here runs with: limits as they are, and clients' addresses from a header, so that tests have their own. */
const COMMON = { NODE_ENV: "test", TRUST_PROXY: "loopback", ...CHEAP_HASHES };

/** Servers that live as long as a suite: to be called with what `afterAll` takes. */
export const fleet = (): Cleanup => new Cleanup(COMMON);

export interface Question extends Pick<Sent, "method" | "body" | "token"> {
  /** The client's address; one that nobody had before unless given. */
  readonly from?: string | undefined;
}

export const ask = (url: string, { from = freshIp(), ...question }: Question = {}): Promise<Answer> =>
  send(url, { ...question, headers: { "x-forwarded-for": from }, signal: AbortSignal.timeout(ANSWER_MS) });

export const graphql = (url: string, query: string, variables = {}, token?: string, from?: string): Promise<Answer> =>
  ask(`${url}/graphql`, { body: { query, variables }, token, from });

const LOGIN = `mutation ($account: String!, $password: String!) {
  login(input: { account: $account, password: $password }) { accessToken refreshToken user { id } } }`;

export interface SignedIn {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: { readonly id: string };
}

export async function register(url: string, email: string): Promise<Answer> {
  return ask(`${url}/api/users/register`, { body: { email, password: PASSWORD, first_name: "Ada" } });
}

export async function login(url: string, account: string, password = PASSWORD): Promise<SignedIn> {
  const { json, text } = await graphql(url, LOGIN, { account, password });
  if (!json.data?.login) throw new Error(`No login: ${text}`);
  return json.data.login;
}

export async function signUp(url: string, email: string): Promise<SignedIn> {
  const { status, text } = await register(url, email);
  if (status !== 200) throw new Error(`No registration: ${text}`);
  return login(url, email);
}

/** The statuses of `me` at every server, by the door of the bearer contract. */
export const meEverywhere = async (shops: readonly Shop[], token: string): Promise<number[]> => {
  const answers = await Promise.all(shops.map(({ url }) => ask(`${url}/api/users/me`, { token })));
  return answers.map(({ status }) => status);
};

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
