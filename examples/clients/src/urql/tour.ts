import { Client, fetchExchange } from "@urql/core";
import { firstWrongField, type Outcome, priceOf, type Shop } from "../shop.ts";
import { graphql } from "./graphql.ts";

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

/** urql with the types of gql.tada. */
export async function tourWithUrql({ url, account, password }: Shop): Promise<Outcome> {
  const client = new Client({ url, exchanges: [fetchExchange], preferGetMethod: false });
  const page = await client.query(Cheapest, { count: 3 }).toPromise();
  const products = (page.data?.products.edges ?? []).map(({ node }) => node);
  const [first] = products;
  if (first === undefined) throw page.error ?? new Error("An empty shop");
  const again = await client.query(Again, { nodeId: first.nodeId }).toPromise();
  const login = await client.mutation(LogIn, { input: { account, password } }).toPromise();
  const headers = { authorization: `Bearer ${login.data?.login.accessToken}` };
  const me = await client.query(Me, {}, { fetchOptions: { headers } }).toPromise();
  const refused = await client.mutation(Register, { input: { email: "nobody", password } }).toPromise();
  return {
    cheapest: products.map(({ name }) => name),
    price: priceOf(first.price),
    again: again.data?.node?.__typename === "Product" ? again.data.node.name : undefined,
    signedInAs: me.data?.me?.email,
    wrong: firstWrongField(refused.error?.graphQLErrors[0]?.extensions),
  };
}
