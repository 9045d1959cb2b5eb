import { expect } from "vitest";
import { toStoredPrice } from "../../src/database/price.ts";
import type { GraphQLAnswer, TestServer } from "../fixtures/server.ts";
import { PASSWORD } from "../fixtures/person.ts";
import { freshEmail } from "../fixtures/fresh.ts";

export { PASSWORD };

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export interface Person extends Tokens {
  readonly id: string;
  readonly email: string;
  readonly username: string;
}

const LOGIN = /* GraphQL */ `
  mutation ($input: LoginInput!) {
    login(input: $input) {
      accessToken
      refreshToken
      user {
        id
        email
        username
      }
    }
  }
`;

const REGISTER = /* GraphQL */ `
  mutation ($input: RegisterInput!) {
    register(input: $input) {
      id
    }
  }
`;

export const login = (server: TestServer, account: string, password = PASSWORD): Promise<GraphQLAnswer> =>
  server.graphql(LOGIN, { input: { account, password } });

export async function signIn(server: TestServer, account: string, password = PASSWORD): Promise<Person> {
  const { data, errors } = await login(server, account, password);
  expect(errors).toBeUndefined();
  const { accessToken, refreshToken, user } = data.login;
  return { accessToken, refreshToken, ...user };
}

/** Somebody new, with a session. */
export async function newcomer(server: TestServer, input: Record<string, unknown> = {}): Promise<Person> {
  const email = freshEmail();
  const { errors, data } = await server.graphql(REGISTER, { input: { email, password: PASSWORD, ...input } });
  expect(errors).toBeUndefined();
  const { email: address } = await server.deps.db.user.findUniqueOrThrow({ where: { id: Number(data.register.id) } });
  return signIn(server, address);
}

export async function administrator(server: TestServer): Promise<Person> {
  const person = await newcomer(server);
  await server.deps.db.user.update({ where: { id: Number(person.id) }, data: { isAdmin: true } });
  return person;
}

/** The code of an answer's first error; undefined when all went well. */
export const codeOf = ({ errors }: GraphQLAnswer): unknown => errors?.[0]?.extensions["code"];

/** The data of an answer that must have no errors. */
export function dataOf({ data, errors }: GraphQLAnswer): GraphQLAnswer["data"] {
  expect(errors).toBeUndefined();
  return data;
}

export interface SampleProduct {
  readonly name: string;
  readonly price?: number;
  readonly quantity?: number;
  readonly category?: string;
  readonly views?: number;
  readonly createdAt?: Date;
}

/** Puts products into the database past the API, in this order, and says which ids they got. */
export async function addProducts(server: TestServer, products: readonly SampleProduct[]): Promise<number[]> {
  const rows = await server.deps.db.product.createManyAndReturn({
    data: products.map(({ name, price = 1, ...rest }) => ({
      name,
      price: toStoredPrice(price),
      ...rest,
    })),
  });
  return rows.map(({ id }) => id);
}
