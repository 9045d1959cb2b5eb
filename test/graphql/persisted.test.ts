import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { Client, createRequest, fetchExchange, makeOperation } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import type { DocumentNode } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openManifests } from "../../src/graphql/persisted/manifests.ts";
import { person } from "../fixtures/person.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { addProducts } from "./support.ts";

const LIST = "query List($first: Int) { products(first: $first) { edges { node { __typename id name } } } }";
const ME = "query Me { me { email } }";
const SEARCH = 'query Search { products(first: 1, filter: { search: "tea" }) { totalCount } }';
const RENAME = "mutation Rename($name: String) { updateMe(input: { firstName: $name }) { firstName } }";

const sha256 = (document: string) => createHash("sha256").update(document).digest("hex");

let folder: string;
const servers: Record<"off" | "log" | "only", TestServer | undefined> = {
  off: undefined,
  log: undefined,
  only: undefined,
};
const at = (mode: keyof typeof servers): TestServer => {
  const server = servers[mode];
  if (server === undefined) throw new Error("the server runs within tests only");
  return server;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "manifests-"));
  const operations = [
    { id: "list", name: "List", type: "query", body: LIST },
    { id: "rename", name: "Rename", type: "mutation", body: RENAME },
  ];
  const apollo = { format: "apollo-persisted-query-manifest", version: 1, operations };
  await writeFile(join(folder, "apollo.json"), JSON.stringify(apollo));
  await writeFile(join(folder, "codegen.json"), JSON.stringify({ [sha256(ME)]: ME }));
  for (const mode of ["off", "log", "only"] as const) {
    servers[mode] = await startServer({
      DEMO_DATA: "off",
      RATE_LIMITS: "on",
      PERSISTED_OPERATIONS: mode,
      PERSISTED_OPERATIONS_DIR: folder,
    });
    await addProducts(at(mode), [{ name: "Tea" }, { name: "Tea cup" }]);
  }
});
afterAll(async () => {
  for (const server of Object.values(servers)) await server?.close();
  await rm(folder, { recursive: true });
});

const post = (server: TestServer, body: object, token?: string) =>
  server.send("POST", "/graphql", {
    body,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  });
const get = (server: TestServer, params: Record<string, string>, headers: Record<string, string> = {}) =>
  server.send("GET", `/graphql?${new URLSearchParams(params)}`, { headers });
const byHash = (document: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: sha256(document) } } });
const codeOf = ({ json }: { json: { errors?: { extensions: { code: string } }[] } }) =>
  json.errors?.[0]?.extensions.code;

/** A `fetch` that keeps what went over the wire. */
function wire() {
  const sent: { readonly method: string; readonly hasDocument: boolean }[] = [];
  const fetching: typeof fetch = (input, init) => {
    const { method = "GET", body } = init ?? {};
    const url = input instanceof Request ? input.url : String(input);
    const text = typeof body === "string" ? body : decodeURIComponent(url);
    sent.push({ method, hasDocument: text.includes("__typename") });
    return fetch(input, init);
  };
  return { sent, fetching };
}

interface Shopper {
  readonly list: (first: number) => Promise<readonly string[]>;
  readonly sent: ReturnType<typeof wire>["sent"];
}
interface Listed {
  readonly products: { readonly edges: readonly { readonly node: { readonly name: string } }[] };
}
const namesOf = (data: Listed | undefined) => data?.products.edges.map(({ node }) => node.name) ?? [];

function apollo(server: TestServer, useGETForHashedQueries: boolean, generateHash?: () => string): Shopper {
  const { sent, fetching } = wire();
  const link = new PersistedQueryLink({
    useGETForHashedQueries,
    ...(generateHash ? { generateHash } : { sha256 }),
  }).concat(new HttpLink({ uri: `${server.url}/graphql`, fetch: fetching }));
  const client = new ApolloClient({ cache: new InMemoryCache(), link });
  const list = async (first: number) => {
    const { data } = await client.query<Listed>({ query: gql(LIST), variables: { first }, fetchPolicy: "no-cache" });
    return namesOf(data);
  };
  return { list, sent };
}

function urql(server: TestServer, useGET: boolean): Shopper {
  const { sent, fetching } = wire();
  const client = new Client({
    url: `${server.url}/graphql`,
    fetch: fetching,
    preferGetMethod: false,
    exchanges: [
      persistedExchange({ preferGetForPersistedQueries: useGET, generateHash: async (document) => sha256(document) }),
      fetchExchange,
    ],
  });
  const list = async (first: number) => {
    const { data, error } = await client.query<Listed>(LIST, { first }).toPromise();
    if (error) throw error;
    return namesOf(data);
  };
  return { list, sent };
}

describe("automatic persisted queries", () => {
  it.each([
    ["Apollo Client by GET", () => apollo(at("off"), true), "GET"],
    ["Apollo Client by POST", () => apollo(at("off"), false), "POST"],
    ["urql by GET", () => urql(at("off"), true), "GET"],
    ["urql by POST", () => urql(at("off"), false), "POST"],
  ])("%s: the document is sent once at most, and then its hash alone", async (_name, make, method) => {
    const { list, sent } = make();
    expect(await list(1)).toEqual(["Tea"]);
    const first = sent.length;
    expect(first).toBeLessThanOrEqual(2);
    expect(await list(2)).toEqual(["Tea", "Tea cup"]);
    expect(sent.slice(first)).toEqual([{ method, hasDocument: false }]);
  });

  it("answers what the document itself gets, counts the same limit, and is kept for others alike", async () => {
    const server = at("off");
    const variables = { first: 2 };
    const plain = await post(server, { query: LIST, variables });
    await post(server, { query: LIST, variables, ...byHash(LIST) });
    const left = Number(plain.headers.get("ratelimit-remaining"));
    for (const n of [2, 3]) {
      const named = await post(server, { variables, ...byHash(LIST) });
      expect(named.text).toBe(plain.text);
      expect(Number(named.headers.get("ratelimit-remaining"))).toBe(left - n);
    }
    const extensions = JSON.stringify(byHash(LIST).extensions);
    const url = { variables: JSON.stringify(variables), extensions };
    for (const _again of [1, 2]) {
      const { text, headers } = await get(server, url);
      expect([text, headers.get("cache-control")]).toEqual([plain.text, "public, max-age=0, must-revalidate"]);
    }
    const etag = (await get(server, url)).headers.get("etag") ?? "";
    expect((await get(server, url, { "if-none-match": etag })).status).toBe(304);
  });

  it("is somebody's own where the operation is", async () => {
    const [one, other] = [await person(at("off")), await person(at("off"))];
    await post(at("off"), { query: ME, ...byHash(ME) });
    for (const { email, accessToken } of [one, other]) {
      const answer = await post(at("off"), byHash(ME), accessToken);
      expect(answer.json.data.me).toEqual({ email });
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("tells a hash that it does not know, and one of another document, in the words that clients look for", async () => {
    const unknown = await post(at("off"), byHash("query Nobody { me { id } }"));
    expect(unknown.json.errors[0]).toMatchObject({
      message: "PersistedQueryNotFound",
      extensions: { code: "PERSISTED_QUERY_NOT_FOUND" },
    });
    expect([unknown.status, unknown.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const wrong = await post(at("off"), { query: ME, ...byHash(LIST) });
    expect([wrong.status, codeOf(wrong)]).toEqual([200, "PERSISTED_QUERY_MISMATCH"]);
  });

  it("keeps documents up to a bound, so that nobody fills the memory with them", async () => {
    const server = at("off");
    const padded = (n: number, length: number) => `query Padded${n} { shop { version } } #${"x".repeat(length)}`;
    await post(server, { query: padded(0, 100), ...byHash(padded(0, 100)) });
    expect(codeOf(await post(server, byHash(padded(0, 100))))).toBeUndefined();
    const long = padded(0, 50_000);
    await post(server, { query: long, ...byHash(long) });
    expect(codeOf(await post(server, byHash(long)))).toBe("PERSISTED_QUERY_NOT_FOUND");
    for (let n = 1; n <= 60; n += 1) await post(server, { query: padded(n, 39_000), ...byHash(padded(n, 39_000)) });
    // Not as it was asked before, which has an answer that is kept.
    const again = { ...byHash(padded(0, 100)), variables: {} };
    expect(codeOf(await post(server, again))).toBe("PERSISTED_QUERY_NOT_FOUND");
  });

  it("makes no mutation of a GET", async () => {
    const { accessToken } = await person(at("off"));
    await post(at("off"), { query: RENAME, ...byHash(RENAME) }, accessToken);
    const extensions = JSON.stringify(byHash(RENAME).extensions);
    const answer = await get(at("off"), { extensions }, { authorization: `Bearer ${accessToken}` });
    expect([answer.status, codeOf(answer)]).toEqual([405, "METHOD_NOT_ALLOWED"]);
  });
});

describe.each(["log", "only"] as const)("trusted documents with PERSISTED_OPERATIONS=%s", (mode) => {
  it("are asked for by documentId, by POST and by GET", async () => {
    const variables = { first: 1 };
    const posted = await post(at(mode), { documentId: "list", variables });
    expect(namesOf(posted.json.data)).toEqual(["Tea"]);
    const gotten = await get(at(mode), { documentId: "list", variables: JSON.stringify(variables) });
    expect(gotten.text).toBe(posted.text);
    expect(gotten.headers.get("cache-control")).toBe("public, max-age=0, must-revalidate");
    expect((await post(at(mode), { documentId: sha256(ME) })).json).toEqual({ data: { me: null } });
  });

  it("are asked for by Apollo Client with the ids of its manifest", async () => {
    const { list, sent } = apollo(at(mode), true, () => "list");
    expect(await list(2)).toEqual(["Tea", "Tea cup"]);
    expect(sent).toEqual([{ method: "GET", hasDocument: false }]);
  });

  it("are asked for by urql with documents that a build has taken the text out of", async () => {
    const url = `${at(mode).url}/graphql`;
    const client = new Client({ url, preferGetMethod: false, exchanges: [fetchExchange] });
    // As graphql-codegen's are at run time; urql's `query` would miss the operation in it outside of production.
    const document = { kind: "Document", definitions: [], documentId: "list" } as unknown as DocumentNode;
    const operation = makeOperation("query", createRequest<Listed, { first: number }>(document, { first: 1 }), {
      url,
      requestPolicy: "network-only",
    });
    const { data, error } = await client.executeRequestOperation(operation).toPromise();
    expect([error, namesOf(data)]).toEqual([undefined, ["Tea"]]);
  });

  it("are unknown under other ids", async () => {
    for (const body of [{ documentId: "another" }, { documentId: "__proto__" }, byHash(SEARCH)]) {
      expect(codeOf(await post(at(mode), body))).toBe("PERSISTED_QUERY_NOT_FOUND");
    }
    expect(codeOf(await post(at(mode), { documentId: 7 }))).toBe("MALFORMED_REQUEST");
  });

  it("of a new manifest are found without a new start", async () => {
    const path = join(folder, `later-${mode}.json`);
    await writeFile(path, JSON.stringify({ [`search-${mode}`]: SEARCH }));
    await expect
      .poll(async () => (await post(at(mode), { documentId: `search-${mode}` })).json.data)
      .toEqual({ products: { totalCount: 2 } });
    // One that is bad by now changes nothing.
    await writeFile(path, "{");
    await expect
      .poll(async () => (await post(at(mode), { documentId: "yet another" })) && at(mode).logged())
      .toContain("cannot be read again");
    expect((await post(at(mode), { documentId: `search-${mode}` })).json.data).toEqual({ products: { totalCount: 2 } });
    await rm(path);
  });
});

describe("other operations", () => {
  it("are answered with `log`, and each is logged once", async () => {
    const server = at("log");
    const other = "query Other { shop { version } }";
    for (const _again of [1, 2]) expect((await post(server, { query: other })).json.data.shop.version).toMatch(/^\d/);
    await post(server, { query: LIST });
    const lines = server
      .logged()
      .split("\n")
      .filter((line) => line.includes("an operation that no manifest has"));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(sha256(other));
    expect(lines[0]).not.toContain("version");
  });

  it("are refused with `only`, whichever way they come", async () => {
    const server = at("only");
    const ways = [
      post(server, { query: SEARCH }),
      post(server, { query: "{ __typename }" }),
      post(server, { query: SEARCH, ...byHash(SEARCH) }),
      post(server, { query: SEARCH, documentId: "list" }),
      post(server, { query: "{ __schema { types { name } } }" }),
      get(server, { query: SEARCH }),
      // Not even those of a manifest, when they are sent whole.
      post(server, { query: LIST }),
    ];
    for (const answer of await Promise.all(ways)) {
      expect([answer.status, codeOf(answer)]).toEqual([403, "PERSISTED_QUERY_ONLY"]);
    }
    // A refused document has not been registered either.
    expect(codeOf(await post(server, byHash(SEARCH)))).toBe("PERSISTED_QUERY_NOT_FOUND");
  });

  it("do not matter to /api/v2 and the old contracts, which run their own", async () => {
    for (const path of ["/api/v2/products", "/api/products/popular", "/api/products?limit=1"]) {
      expect((await at("only").send("GET", path)).status).toBe(path.includes("popular") ? 404 : 200);
    }
  });

  it("and GraphiQL are not there with `only`", async () => {
    const page = await at("only").send("GET", "/graphql", { headers: { accept: "text/html" } });
    expect(page.headers.get("content-type")).not.toContain("text/html");
  });
});

describe("a bad manifest", () => {
  it.each([
    ["no JSON", "{"],
    ["no manifest", JSON.stringify({ operations: 3 })],
    ["another version", JSON.stringify({ format: "apollo-persisted-query-manifest", version: 2, operations: [] })],
    ["no GraphQL", JSON.stringify({ abc: "query {" })],
    ["an id that means something else", JSON.stringify({ list: ME })],
  ])("is one sentence at the start, and nothing runs: %s", async (_what, text) => {
    const path = join(folder, "bad.json");
    await writeFile(path, text);
    try {
      expect(() => openManifests(folder, at("off").deps.log)).toThrow(/^PERSISTED_OPERATIONS_DIR: [^\n]*$/);
    } finally {
      await rm(path);
    }
  });
});
