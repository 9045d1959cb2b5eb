import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";

const asBrowser = { accept: "text/html" };
const TYPO = "{ produts { totalCount } }";

describe.each([
  ["on", true],
  ["off", false],
] as const)("with GRAPHQL_EXPLORER=%s", (setting, explorable) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ GRAPHQL_EXPLORER: setting });
  });
  afterAll(() => server?.close());

  it(`the schema ${explorable ? "may" : "may not"} be asked about itself`, async () => {
    for (const query of ["{ __schema { queryType { name } } }", '{ __type(name: "Product") { name } }']) {
      const { data, errors } = await server.graphql(query);
      expect(errors?.[0]?.extensions["code"]).toBe(explorable ? undefined : "GRAPHQL_VALIDATION_FAILED");
      expect(data == null).toBe(!explorable);
    }
    expect((await server.graphql("{ __typename }")).data).toEqual({ __typename: "Query" });
  });

  it(`errors ${explorable ? "" : "do not "}say what was probably meant`, async () => {
    const [error] = (await server.graphql(TYPO)).errors ?? [];
    expect(error?.message).toContain('Cannot query field "produts"');
    expect(/Did you mean|products/.test(error?.message ?? "")).toBe(explorable);
  });

  it(`there is ${explorable ? "an" : "no"} explorer`, async () => {
    const { status, headers } = await server.send("GET", "/graphql", { headers: asBrowser });
    expect([status, headers.get("content-type")?.split(";")[0]]).toEqual(
      explorable ? [200, "text/html"] : [400, "application/json"],
    );
  });

  it("the schema is published as it is committed", async () => {
    const { text, headers } = await server.send("GET", "/schema.graphql");
    expect(text).toBe(readFileSync("schema.graphql", "utf8"));
    expect(headers.get("etag")).toMatch(/^"[\w-]+"$/);
  });
});

describe("the same question many times", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.close());

  it("is refused before it costs anything, behind other names and in fragments too", async () => {
    const aliases = Array.from({ length: 40 }, (_, n) => `a${n}: __schema { types { name } }`).join(" ");
    for (const query of [`{ ${aliases} }`, `{ ...All } fragment All on Query { ${aliases} }`]) {
      const { data, errors } = await server.graphql(query);
      expect(data).toBeUndefined();
      expect(errors?.[0]?.extensions["code"]).toBe("QUERY_TOO_COMPLEX");
    }
    const twice = '{ a: __type(name: "User") { name } b: __schema { queryType { name } } }';
    expect((await server.graphql(twice)).errors).toBeUndefined();
  });
});
