import { type Act, bearer, type Body, envelope, rest, viaGraphql } from "./act.ts";

const ofCaller: Body = ({ id }) => ({ id });

/** Plain reading, counted by address: 1,200 a minute, but at the envelope contract's paths a hundred, counted by itself. */
export const queries: readonly Act[] = [
  {
    field: "me",
    limit: 1200,
    doors: [
      viaGraphql("{ me { id } }"),
      bearer("GET /api/users/me"),
      envelope("GET /api/users/current"),
      rest("GET /api/v2/me"),
    ],
  },
  { field: "shop", limit: 1200, doors: [viaGraphql("{ shop { currency } }"), rest("GET /api/v2/shop")] },
  { field: "node", limit: 1200, doors: [viaGraphql('{ node(id: "x") { nodeId } }')] },
  { field: "nodes", limit: 1200, doors: [viaGraphql('{ nodes(ids: ["x"]) { nodeId } }')] },
  {
    field: "mySessions",
    limit: 1200,
    doors: [viaGraphql("{ mySessions { edges { node { id } } } }"), rest("GET /api/v2/sessions")],
  },
  {
    field: "user",
    limit: 1200,
    doors: [
      viaGraphql("query ($id: ID!) { user(id: $id) { id } }", ofCaller),
      envelope("GET /api/users/ip_history/{user}"),
      rest("GET /api/v2/users/{user}"),
    ],
  },
  {
    field: "loginHistory",
    limit: 1200,
    doors: [
      viaGraphql("query ($id: ID!) { loginHistory(userId: $id) { edges { node { id } } } }", ofCaller),
      rest("GET /api/v2/users/{user}/logins"),
    ],
  },
  {
    field: "product",
    limit: 1200,
    doors: [
      viaGraphql("query ($id: ID!) { product(id: $id) { id } }", (_caller, { productId }) => ({ id: productId })),
      bearer("GET /api/products/product/{product}"),
      envelope("GET /api/products/{product}"),
      rest("GET /api/v2/products/{product}"),
    ],
  },
  {
    field: "products",
    limit: 1200,
    doors: [
      viaGraphql("{ products(first: 1) { edges { node { id } } } }"),
      envelope("GET /api/products"),
      rest("GET /api/v2/products"),
    ],
  },
  {
    field: "products",
    limit: 1200,
    doors: [
      viaGraphql('{ products(filter: { nameContains: "lamp" }) { edges { node { id } } } }'),
      envelope("GET /api/products/name/lamp"),
      rest("GET /api/v2/products?nameContains=lamp"),
    ],
  },
  {
    field: "popularProducts",
    limit: 1200,
    doors: [
      viaGraphql("{ popularProducts { id } }"),
      bearer("GET /api/products/popular"),
      rest("GET /api/v2/products/popular"),
    ],
  },
  { field: "categories", limit: 1200, doors: [viaGraphql("{ categories { name } }"), rest("GET /api/v2/categories")] },
];

export const envelopeQueries: readonly Act[] = queries
  .map((act) => ({ ...act, limit: 100, doors: act.doors.filter(({ shape }) => shape === "envelope") }))
  .filter(({ doors }) => doors.length > 0);

export const otherQueries: readonly Act[] = queries.map((act) => ({
  ...act,
  doors: act.doors.filter(({ shape }) => shape !== "envelope"),
}));
