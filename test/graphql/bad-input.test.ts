import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catalogue } from "../../src/errors.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { expectCatalogued } from "./catalogued.ts";
import { addProducts, administrator } from "./support.ts";

const JSON_TYPE = { "content-type": "application/json" };
const OK = "ok";

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
}

const post = (body: unknown): Sent => ({ body: typeof body === "string" ? body : JSON.stringify(body) });
const query = (text: string, variables?: unknown): Sent => post({ query: text, variables });
const repeated = (count: number, part: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join(" ");

const PRODUCT = "query ($id: ID!) { product(id: $id) { id } }";
const PAGE = "query ($first: Int) { products(first: $first) { totalCount } }";

const ENVELOPES: readonly [string, string, Sent][] = [
  ["JSON that breaks off", "MALFORMED_REQUEST", post('{"query":')],
  ["bytes that are not UTF-8", "MALFORMED_REQUEST", { body: Buffer.from('{"query":"{ \xff }"}', "latin1") }],
  ["an empty body", "MALFORMED_REQUEST", post("")],
  ["an array", "MALFORMED_REQUEST", post([])],
  ["a batch", "MALFORMED_REQUEST", post([{ query: "{ __typename }" }, { query: "{ __typename }" }])],
  ["a text", "MALFORMED_REQUEST", post('"{ __typename }"')],
  ["null", "MALFORMED_REQUEST", post("null")],
  ["a body without a query", "MALFORMED_REQUEST", post({ variables: {} })],
  ["a query that is a number", "MALFORMED_REQUEST", post({ query: 5 })],
  ["a query that is null", "MALFORMED_REQUEST", post({ query: null })],
  ["variables that are a list", "GRAPHQL_VALIDATION_FAILED", query("{ __typename }", [])],
  ["variables that are a text", "GRAPHQL_VALIDATION_FAILED", query("{ __typename }", "x")],
  ["an unknown parameter", "GRAPHQL_VALIDATION_FAILED", post({ query: "{ __typename }", operation: "x" })],
  ["an operation name that is none", "GRAPHQL_VALIDATION_FAILED", post({ query: "{ __typename }", operationName: 3 })],
  ["plain text", "UNSUPPORTED_MEDIA_TYPE", { ...query("{ __typename }"), headers: { "content-type": "text/plain" } }],
  [
    "a form",
    "UNSUPPORTED_MEDIA_TYPE",
    { body: "query={__typename}", headers: { "content-type": "application/x-www-form-urlencoded" } },
  ],
  [
    "an upload",
    "UNSUPPORTED_MEDIA_TYPE",
    { body: "--x--", headers: { "content-type": "multipart/form-data; boundary=x" } },
  ],
  ["no content type", "UNSUPPORTED_MEDIA_TYPE", { body: Buffer.from("{}"), headers: {} }],
  [
    "what is not gzip",
    "MALFORMED_REQUEST",
    { ...query("{ __typename }"), headers: { ...JSON_TYPE, "content-encoding": "gzip" } },
  ],
  ["over 1 MiB", "PAYLOAD_TOO_LARGE", post({ query: "{ __typename }", extensions: { x: "x".repeat(1024 * 1024) } })],
  [
    "over 1 MiB once unpacked",
    "PAYLOAD_TOO_LARGE",
    { body: gzipSync(Buffer.alloc(20 * 1024 * 1024, " ")), headers: { ...JSON_TYPE, "content-encoding": "gzip" } },
  ],
  ["a GET without a query", "MALFORMED_REQUEST", { method: "GET" }],
  ["a GET with two queries", "MALFORMED_REQUEST", { method: "GET", path: "?query={__typename}&query={__typename}" }],
  [
    "a GET with variables that are not JSON",
    "MALFORMED_REQUEST",
    { method: "GET", path: "?query={__typename}&variables={" },
  ],
  [
    "a GET with extensions that are not JSON",
    "MALFORMED_REQUEST",
    { method: "GET", path: "?query={__typename}&extensions=x" },
  ],
  ["a mutation by GET", "METHOD_NOT_ALLOWED", { method: "GET", path: "?query=mutation{logout}" }],
  ["PUT", "METHOD_NOT_ALLOWED", { method: "PUT", ...query("{ __typename }") }],
  ["DELETE", "METHOD_NOT_ALLOWED", { method: "DELETE" }],
  ["OPTIONS", "METHOD_NOT_ALLOWED", { method: "OPTIONS" }],
  ["a path below", "NOT_FOUND", { method: "GET", path: "/x" }],
  ["a path that ends like a health check", "NOT_FOUND", { method: "GET", path: "/health" }],
  ["a URL that ends like a health check", "GRAPHQL_PARSE_FAILED", { path: "?x=/health", ...query("{") }],
  ["a wish for HTML", "GRAPHQL_PARSE_FAILED", { ...query("{"), headers: { ...JSON_TYPE, accept: "text/html" } }],
  [
    "a wish for an event stream",
    OK,
    { ...query("{ __typename }"), headers: { ...JSON_TYPE, accept: "text/event-stream" } },
  ],
  [
    "a wish for another charset",
    OK,
    { ...query("{ __typename }"), headers: { ...JSON_TYPE, accept: "application/json;charset=x" } },
  ],
];

const DOCUMENTS: readonly [string, string, Sent][] = [
  ["an empty document", "GRAPHQL_PARSE_FAILED", query("")],
  ["a syntax error", "GRAPHQL_PARSE_FAILED", query("{ me ")],
  ["a NUL byte", "GRAPHQL_PARSE_FAILED", query("{ __typename \0 }")],
  ["an unknown field", "GRAPHQL_VALIDATION_FAILED", query("{ passwords }")],
  ["an unknown operation", "GRAPHQL_VALIDATION_FAILED", post({ query: "query A { __typename }", operationName: "B" })],
  ["two operations and no name", "GRAPHQL_VALIDATION_FAILED", query("query A { __typename } query B { __typename }")],
  ["a type instead of an operation", "GRAPHQL_VALIDATION_FAILED", query("type X { a: Int }")],
  ["a subscription", "GRAPHQL_VALIDATION_FAILED", query("subscription { products }")],
  ["a variable of the wrong type", "GRAPHQL_VALIDATION_FAILED", query(PAGE, { first: "ten" })],
  ["a fraction for an integer", "GRAPHQL_VALIDATION_FAILED", query(PAGE, { first: 1.5 })],
  ["an integer over 32 bits", "GRAPHQL_VALIDATION_FAILED", query(PAGE, { first: 2 ** 31 })],
  ["a list for an id", "GRAPHQL_VALIDATION_FAILED", query(PRODUCT, { id: ["1"] })],
  ["a fraction for an id", "GRAPHQL_VALIDATION_FAILED", query(PRODUCT, { id: 1.5 })],
  [
    "a variable deep as a well",
    "MALFORMED_REQUEST",
    post(`{"query":"${PRODUCT}","variables":{"id":${"[".repeat(5000)}${"]".repeat(5000)}}}`),
  ],
  ["a missing variable", "GRAPHQL_VALIDATION_FAILED", query(PRODUCT)],
  ["null for a variable that must be", "GRAPHQL_VALIDATION_FAILED", query(PRODUCT, { id: null })],
  [
    "an unknown input field",
    "GRAPHQL_VALIDATION_FAILED",
    query("{ products(filter: { isAdmin: true }) { totalCount } }"),
  ],
  ["an unknown directive", "GRAPHQL_VALIDATION_FAILED", query("{ __typename @rateLimit }")],
  ["a directive without its argument", "GRAPHQL_VALIDATION_FAILED", query("{ __typename @skip }")],
  ["a directive 500 times", "GRAPHQL_VALIDATION_FAILED", query(`{ __typename ${"@skip(if: false) ".repeat(500)} }`)],
  ["deferred parts", "GRAPHQL_VALIDATION_FAILED", query("{ ... @defer { __typename } }")],
  [
    "fragments in a circle",
    "GRAPHQL_VALIDATION_FAILED",
    query("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"),
  ],
  [
    "introspection into the depth",
    "GRAPHQL_VALIDATION_FAILED",
    query(`{ __schema { types { ${"fields { type { ".repeat(8)} name ${"} }".repeat(8)} } } }`),
  ],
];

/** Each of them would keep a core busy for seconds, or break the stack. */
const EXPENSIVE: readonly [string, string, Sent][] = [
  ["a field 300,000 times", "GRAPHQL_PARSE_FAILED", query(`{ ${"a ".repeat(300_000)} }`)],
  ["a field nested 50,000 times", "GRAPHQL_PARSE_FAILED", query("{a".repeat(50_000))],
  ["a list nested 100,000 times", "QUERY_TOO_COMPLEX", query(`{ product(id: ${"[".repeat(100_000)}`)],
  ["50,000 directives", "GRAPHQL_PARSE_FAILED", query(`{ __typename ${"@a".repeat(50_000)} }`)],
  [
    "3,000 fragments",
    "GRAPHQL_PARSE_FAILED",
    query(`{ __typename } ${repeated(3000, (i) => `fragment F${i} on Query { __typename }`)}`),
  ],
  [
    "1,000 products under aliases",
    "GRAPHQL_PARSE_FAILED",
    query(`{ ${repeated(1000, (i) => `a${i}: product(id: 1) { id }`)} }`),
  ],
  [
    "300 products under aliases",
    "QUERY_TOO_COMPLEX",
    query(`{ ${repeated(300, (i) => `a${i}: product(id: 1) { id }`)} }`),
  ],
  [
    "40 full pages under aliases",
    "QUERY_TOO_COMPLEX",
    query(`{ ${repeated(40, (i) => `a${i}: products(first: 100) { edges { node { id name price { amount } } } }`)} }`),
  ],
  [
    "170 logins under aliases",
    "QUERY_TOO_COMPLEX",
    query(
      `mutation { ${repeated(170, (i) => `a${i}: login(input: { account: "x", password: "y" }) { accessToken user { id } }`)} }`.slice(
        0,
        1_000_000,
      ),
    ),
  ],
  [
    "conflicting fields by the hundred",
    "GRAPHQL_VALIDATION_FAILED",
    query(`{ ${repeated(350, (i) => `a: products(first: ${i}) { totalCount }`)} }`),
  ],
  ["one response name 1,300 times", "GRAPHQL_VALIDATION_FAILED", query(`{ ${"a: __typename ".repeat(1300)} }`)],
  [
    "fragments that double at every step",
    "QUERY_TOO_COMPLEX",
    query(
      `{ ...F0 } ${repeated(30, (i) => `fragment F${i} on Query { ...F${i + 1} a${i}: categories { name } ...F${i + 1} }`)} fragment F30 on Query { product(id: 1) { id } }`,
    ),
  ],
  ["a text of a megabyte for an id", OK, query(PRODUCT, { id: "1".repeat(1_000_000) })],
];

describe("a request that cannot be granted", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    await addProducts(server, [{ name: "One" }]);
    await administrator(server);
  });
  afterAll(() => server.close());

  const send = ({ method = "POST", path = "", body, headers = JSON_TYPE }: Sent) =>
    fetch(`${server.url}/graphql${path}`, {
      method,
      headers: body === undefined ? {} : headers,
      ...(body !== undefined && { body: new Uint8Array(Buffer.from(body)) }),
    });

  it.each([...ENVELOPES, ...DOCUMENTS])("is told what is wrong: %s is %s", async (_what, code, sent) => {
    await expectCatalogued(await send(sent), code);
  });

  it.each(EXPENSIVE)("is refused before it costs anything: %s is %s", async (_what, code, sent) => {
    await send(query("{ __typename }"));
    const start = performance.now();
    const response = await send(sent);
    // Unbounded, they take seconds; the slack is for a machine that has other things to do.
    expect(performance.now() - start).toBeLessThan(10_000);
    await expectCatalogued(response, code);
  });

  it("has the header that goes with a refused method", async () => {
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) {
      const response = await send({ method });
      expect(response.status).toBe(catalogue.METHOD_NOT_ALLOWED.status);
      expect(response.headers.get("allow")).toBe("GET, POST");
    }
    expect((await send({ method: "GET", path: "?query=mutation{logout}" })).headers.get("allow")).toBe("POST");
  });
});
