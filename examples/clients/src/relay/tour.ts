import {
  commitMutation,
  Environment,
  fetchQuery,
  type GraphQLTaggedNode,
  graphql,
  type MutationParameters,
  Network,
  type OperationType,
  RecordSource,
  Store,
} from "relay-runtime";
import { firstWrongField, type Outcome, priceOf, type Shop } from "../shop.ts";
import type { tourAgainQuery } from "./__generated__/tourAgainQuery.graphql.ts";
import type { tourCheapestQuery } from "./__generated__/tourCheapestQuery.graphql.ts";
import type { tourLogInMutation } from "./__generated__/tourLogInMutation.graphql.ts";
import type { tourMeQuery } from "./__generated__/tourMeQuery.graphql.ts";
import type { tourRegisterMutation } from "./__generated__/tourRegisterMutation.graphql.ts";

const cheapest = graphql`
  query tourCheapestQuery($count: Int!) {
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
`;
const again = graphql`
  query tourAgainQuery($nodeId: ID!) {
    node(id: $nodeId) {
      __typename
      ... on Product {
        name
      }
    }
  }
`;
const logIn = graphql`
  mutation tourLogInMutation($input: LoginInput!) {
    login(input: $input) {
      accessToken
    }
  }
`;
const me = graphql`
  query tourMeQuery {
    me {
      email
    }
  }
`;
const register = graphql`
  mutation tourRegisterMutation($input: RegisterInput!) {
    register(input: $input) {
      id
    }
  }
`;

/** Relay: its compiler takes `nodeId` for what it calls the id of a node (`nodeInterfaceIdField` in relay.config.json). */
export async function tourWithRelay({ url, account, password }: Shop): Promise<Outcome> {
  const session: { accessToken?: string } = {};
  const environment = environmentOf(url, session);
  const read = <Query extends OperationType>(query: GraphQLTaggedNode, variables: Query["variables"]) =>
    fetchQuery<Query>(environment, query, variables).toPromise();
  const page = await read<tourCheapestQuery>(cheapest, { count: 3 });
  const products = (page?.products.edges ?? []).map(({ node }) => node);
  const [first] = products;
  if (first === undefined) throw new Error("An empty shop");
  const found = await read<tourAgainQuery>(again, { nodeId: first.nodeId });
  const write = writer(environment);
  const { login } = await write<tourLogInMutation>(logIn, { input: { account, password } });
  session.accessToken = login.accessToken;
  const viewer = await read<tourMeQuery>(me, {});
  const refusal = await write<tourRegisterMutation>(register, { input: { email: "nobody", password } }).catch(
    (error: unknown) => error,
  );
  return {
    cheapest: products.map(({ name }) => name),
    price: priceOf(first.price),
    again: found?.node?.__typename === "Product" ? found.node.name : undefined,
    signedInAs: viewer?.me?.email,
    wrong: firstWrongField(refusal instanceof Refused ? refusal.extensions : undefined),
  };
}

/** What the first error of an answer says beside its message. */
class Refused extends Error {
  readonly extensions: unknown;

  constructor(message: string, extensions: unknown) {
    super(message);
    this.extensions = extensions;
  }
}

function environmentOf(url: string, session: { readonly accessToken?: string }): Environment {
  const network = Network.create(async ({ text }, variables) => {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(session.accessToken !== undefined && { authorization: `Bearer ${session.accessToken}` }),
      },
      body: JSON.stringify({ query: text, variables }),
    });
    const answer = await response.json();
    const [error] = answer.errors ?? [];
    if (error !== undefined) throw new Refused(error.message, error.extensions);
    return answer;
  });
  return new Environment({
    network,
    store: new Store(new RecordSource()),
    // Every kind of thing has its own numbers in `id`; `nodeId` is one of a kind.
    getDataID: ({ nodeId }) => nodeId,
  });
}

const writer =
  (environment: Environment) =>
  <Mutation extends MutationParameters>(
    mutation: GraphQLTaggedNode,
    variables: Mutation["variables"],
  ): Promise<Mutation["response"]> =>
    new Promise((resolve, reject) => {
      commitMutation<Mutation>(environment, { mutation, variables, onCompleted: resolve, onError: reject });
    });
