import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { ClientError, GraphQLClient } from "graphql-request";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { addProducts, PASSWORD } from "./support.ts";

const REGISTER = /* GraphQL */ `
  mutation Register($input: RegisterInput!) {
    register(input: $input) {
      id
      email
    }
  }
`;
const LOGIN = /* GraphQL */ `
  mutation Login($input: LoginInput!) {
    login(input: $input) {
      accessToken
      expiresAt
    }
  }
`;
const ME = /* GraphQL */ `
  query Me {
    me {
      id
      email
    }
  }
`;
const PAGE = /* GraphQL */ `
  query Page($after: String) {
    products(first: 7, after: $after, orderBy: { field: PRICE, direction: DESC }) {
      totalCount
      edges {
        node {
          id
          name
          price {
            amount
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

interface Page {
  readonly products: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: { readonly id: string; readonly price: { readonly amount: string } } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** What a storefront does with any client library. */
interface Shopper {
  /** The data; throws what the library throws. */
  run<T>(document: string, variables?: Record<string, unknown>): Promise<T>;
  signedIn(accessToken: string): void;
  codeOf(error: unknown): unknown;
}

function apollo(url: string): Shopper {
  let authorization = "";
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: new HttpLink({
      uri: `${url}/graphql`,
      fetch: (input, init) => {
        const headers = new Headers(init?.headers);
        if (authorization !== "") headers.set("authorization", authorization);
        return fetch(input, { ...init, headers });
      },
    }),
  });
  return {
    async run<T>(document: string, variables: Record<string, unknown> = {}) {
      const parsed = gql(document);
      const { data } = document.includes("mutation")
        ? await client.mutate({ mutation: parsed, variables })
        : await client.query({ query: parsed, variables });
      return data as T; // the documents above say what is in it
    },
    signedIn: (accessToken) => void (authorization = `Bearer ${accessToken}`),
    codeOf: (error) => (CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions?.["code"] : error),
  };
}

function graphqlRequest(url: string): Shopper {
  const client = new GraphQLClient(`${url}/graphql`);
  return {
    run: <T>(document: string, variables?: Record<string, unknown>) => client.request<T>(document, variables),
    signedIn: (accessToken) => void client.setHeader("authorization", `Bearer ${accessToken}`),
    codeOf: (error) => (error instanceof ClientError ? error.response.errors?.[0]?.extensions["code"] : error),
  };
}

describe.each([
  ["Apollo Client", apollo],
  ["graphql-request", graphqlRequest],
])("%s", (_name, connect) => {
  let server: TestServer;
  let shopper: Shopper;
  const email = freshEmail();
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    // Four products to each price: ties in every page.
    await addProducts(
      server,
      Array.from({ length: 40 }, (_, i) => ({ name: `Part ${i}`, price: Math.floor(i / 4) })),
    );
    shopper = connect(server.url);
  });
  afterAll(() => server.close());

  it("registers, signs in and learns who it is", async () => {
    const { register } = await shopper.run<{ register: { email: string } }>(REGISTER, {
      input: { email, password: PASSWORD },
    });
    expect(register.email).toBe(email);
    const { login } = await shopper.run<{ login: { accessToken: string } }>(LOGIN, {
      input: { account: email, password: PASSWORD },
    });
    shopper.signedIn(login.accessToken);
    const { me } = await shopper.run<{ me: { email: string } }>(ME);
    expect(me.email).toBe(email);
  });

  it("follows the cursor to the end of the catalogue without duplicates or gaps", async () => {
    const ids: string[] = [];
    const prices: number[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const { products }: Page = await shopper.run<Page>(PAGE, { after });
      expect(products.totalCount).toBe(40);
      ids.push(...products.edges.map(({ node }) => node.id));
      prices.push(...products.edges.map(({ node }) => Number(node.price.amount)));
      ({ hasNextPage: more, endCursor: after } = products.pageInfo);
      expect(ids.length).toBeLessThanOrEqual(40);
    }
    expect(new Set(ids).size).toBe(40);
    expect(prices).toEqual(prices.toSorted((a, b) => b - a));
  });

  it.each([
    [
      "an error of a resolver",
      LOGIN,
      { input: { account: email, password: "not the password" } },
      "INVALID_CREDENTIALS",
    ],
    ["a refused input", PAGE, { after: "nonsense" }, "BAD_CURSOR"],
    ["an error of validation", "query Wrong { nothingOfTheKind }", {}, "GRAPHQL_VALIDATION_FAILED"],
  ])("sees the code of %s", async (_what, document, variables, code) => {
    const outcome = await shopper.run(document, variables).then(
      () => "no error",
      (error: unknown) => shopper.codeOf(error),
    );
    expect(outcome).toBe(code);
  });

  it("sees the code of a token that is none", async () => {
    const stranger = connect(server.url);
    stranger.signedIn("garbage");
    const outcome = await stranger.run(ME).then(
      () => "no error",
      (error: unknown) => stranger.codeOf(error),
    );
    expect(outcome).toBe("TOKEN_INVALID");
  });
});
