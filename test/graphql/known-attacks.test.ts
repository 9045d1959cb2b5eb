import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, startServer, type TestServer } from "../fixtures/server.ts";

/** What scanners of GraphQL servers (graphql-cop foremost) try, each asked of a server in production. */
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ NODE_ENV: "production" });
});
afterAll(() => server.close());

const post = (query: string, path = "/graphql"): Promise<Answer> => server.send("POST", path, { body: { query } });
const get = (query: string): Promise<Answer> => server.send("GET", `/graphql?${new URLSearchParams({ query })}`);
const codeIn = ({ json }: Answer): unknown => json.errors?.[0]?.extensions?.code;

const refused: readonly (readonly [string, () => Promise<Answer>, string])[] = [
  [
    "300 aliases of a field that costs something",
    () => post(`{ ${Array.from({ length: 300 }, (_, n) => `a${n}: products(first: 100) { totalCount }`).join(" ")} }`),
    "QUERY_TOO_COMPLEX",
  ],
  [
    "ten operations at once",
    () => server.send("POST", "/graphql", { body: Array.from({ length: 10 }, () => ({ query: "{ __typename }" })) }),
    "MALFORMED_REQUEST",
  ],
  [
    "fragments in a circle",
    () => post("{ __schema { ...A } } fragment A on __Schema { __typename ...B } fragment B on __Schema { ...A }"),
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "introspection in a circle",
    () => post(`{ __schema { types { ${"fields { type { ".repeat(4)} name ${"} }".repeat(4)} } } }`),
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["directives that pile up", () => post("{ __typename @aa@aa@aa@aa@aa@aa@aa@aa@aa@aa }"), "GRAPHQL_VALIDATION_FAILED"],
  ["introspection", () => post("{ __schema { types { name fields { name } } } }"), "GRAPHQL_VALIDATION_FAILED"],
  ["a mutation by GET", () => get("mutation { __typename }"), "METHOD_NOT_ALLOWED"],
  [
    "a POST with the query in the address",
    () => server.send("POST", "/graphql?query={__typename}"),
    "UNSUPPORTED_MEDIA_TYPE",
  ],
  [
    "a POST as a form",
    () =>
      server.send("POST", "/graphql", {
        body: "query={__typename}",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      }),
    "UNSUPPORTED_MEDIA_TYPE",
  ],
];

describe("refused", () => {
  it.each(refused)("%s", async (_what, ask, code) => {
    const answer = await ask();
    expect(codeIn(answer), answer.text).toBe(code);
    expect(answer.json.data ?? null).toBeNull();
    // One error is enough for one mistake; a list of them is work and traffic of its own.
    expect(answer.json.errors.length).toBeLessThan(10);
  });
});

describe("not told", () => {
  it("what a field is probably called", async () => {
    expect((await post("{ produts { totalCount } }")).text).not.toMatch(/did you mean|products/i);
  });

  it("how a request was worked on, or why it failed inside", async () => {
    for (const query of ["{ __typename }", "qwerty cop { abc }", "{ nope }"]) {
      const { text, json } = await post(query);
      expect(text).not.toMatch(/stacktrace|tracing|"exception"|node_modules/i);
      expect(json.extensions).toBeUndefined();
    }
  });

  it("an explorer, at none of the usual addresses", async () => {
    for (const path of ["/graphql", "/graphiql", "/playground", "/console", "/altair", "/voyager"]) {
      const { status, text } = await server.send("GET", path, { headers: { accept: "text/html" } });
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(text).not.toMatch(/graphiql|playground|<script/i);
    }
  });
});

/** Its three checks that do not pass, on purpose (docs/security.md says why). */
describe("allowed", () => {
  it("queries by GET: they change nothing, and a cache may keep them", async () => {
    expect((await get("{ __typename }")).json.data).toEqual({ __typename: "Query" });
  });

  it("the same field 500 times, which is one field", async () => {
    expect((await post(`{ ${"__typename ".repeat(500)} }`)).json.data).toEqual({ __typename: "Query" });
  });

  it("a hundred aliases of a field that costs nothing", async () => {
    const aliases = Array.from({ length: 101 }, (_, n) => `alias${n}: __typename`).join(" ");
    expect((await post(`{ ${aliases} }`)).json.data.alias100).toBe("Query");
  });
});
