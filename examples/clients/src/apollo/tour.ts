import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache } from "@apollo/client/core";
import { firstWrongField, type Outcome, priceOf, type Shop } from "../shop.ts";
import { graphql } from "./generated/gql.ts";

const Cheapest = graphql(`
  query Cheapest($count: Int!) {
    products(first: $count, orderBy: { field: PRICE, direction: ASC }) {
      edges {
        node {
          nodeId
          name
          price {
            amount
            currency
          }
        }
      }
    }
  }
`);
const Again = graphql(`
  query Again($nodeId: ID!) {
    node(id: $nodeId) {
      __typename
      ... on Product {
        name
      }
    }
  }
`);
const LogIn = graphql(`
  mutation LogIn($input: LoginInput!) {
    login(input: $input) {
      accessToken
    }
  }
`);
const Me = graphql(`
  query Me {
    me {
      email
    }
  }
`);
const Register = graphql(`
  mutation Register($input: RegisterInput!) {
    register(input: $input) {
      id
    }
  }
`);

/** Apollo Client with the types that graphql-codegen's client preset makes. */
export async function tourWithApollo({ url, account, password }: Shop): Promise<Outcome> {
  const client = new ApolloClient({
    link: new HttpLink({ uri: url }),
    // Every kind of thing has its own numbers in `id`; `nodeId` is one of a kind.
    cache: new InMemoryCache({ dataIdFromObject: ({ nodeId }) => (typeof nodeId === "string" ? nodeId : undefined) }),
  });
  const page = await client.query({ query: Cheapest, variables: { count: 3 } });
  const products = (page.data?.products.edges ?? []).map(({ node }) => node);
  const [first] = products;
  if (first === undefined) throw new Error("An empty shop");
  const again = await client.query({ query: Again, variables: { nodeId: first.nodeId } });
  const login = await client.mutate({ mutation: LogIn, variables: { input: { account, password } } });
  const headers = { authorization: `Bearer ${login.data?.login.accessToken}` };
  const me = await client.query({ query: Me, context: { headers } });
  const refused = await client
    .mutate({ mutation: Register, variables: { input: { email: "nobody", password } } })
    .catch((error: unknown) => error);
  if (!CombinedGraphQLErrors.is(refused)) throw new Error("A registration without an address?");
  return {
    cheapest: products.map(({ name }) => name),
    price: priceOf(first.price),
    again: again.data?.node?.__typename === "Product" ? again.data.node.name : undefined,
    signedInAs: me.data?.me?.email,
    wrong: firstWrongField(refused.errors[0]?.extensions),
  };
}
