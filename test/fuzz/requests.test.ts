import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { catalogue } from "../../src/errors.ts";
import { person } from "../fixtures/person.ts";
import { type Answer, startServer, type TestServer } from "../fixtures/server.ts";
import { type Subject, subjects } from "../permissions/matrix.ts";
import { fuzz, FUZZING } from "./fuzz.ts";
import { operations } from "./operations.ts";
import { anything, type JsonSchema, nearly, ofSchema, ofType } from "./values.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await person(server, { isAdmin: true });
});
afterAll(() => server.close());

const whos = ["nobody", "somebody", "administrator", "nonsense"] as const;
type Who = (typeof whos)[number];

/** Requests may sign out or delete whoever sends them, so that somebody new is needed now and then. */
const TIRED_AFTER = 20;
const tokens = new Map<Who, { token: string; left: number }>();

async function tokenOf(who: Who): Promise<string | undefined> {
  if (who === "nobody") return undefined;
  if (who === "nonsense") return "a.b.c";
  const known = tokens.get(who);
  if (known !== undefined && known.left > 0) {
    known.left -= 1;
    return known.token;
  }
  const { accessToken } = await person(server, { isAdmin: who === "administrator" });
  tokens.set(who, { token: accessToken, left: TIRED_AFTER });
  return accessToken;
}

/** In characters of an address. */
const LONGEST_PART = 4000;

interface Request {
  readonly door: Subject["door"];
  readonly method: string;
  readonly who: Who;
  readonly path: string;
  readonly body: unknown;
}

interface Parts {
  readonly path: Record<string, unknown>;
  readonly query: unknown;
  readonly body: unknown;
}

/** What a route reads, as its zod schema has it; for those of `/api/v2`, as the schema has the arguments. */
function partsOf({ route }: Subject): fc.Arbitrary<Parts> {
  if (route === undefined) throw new TypeError("not a route");
  if ("parameters" in route) {
    const at = (place: string) =>
      route.parameters.flatMap(({ in: where, name, type }) =>
        where === place ? [[name, type === null ? fc.boolean() : ofType(type)] as const] : [],
      );
    const record = (place: string) => fc.record(Object.fromEntries(at(place)), { requiredKeys: [] });
    return fc.record({ path: record("path"), query: nearly(record("query")), body: nearly(record("body")) });
  }
  // What zod writes is JSON Schema.
  const schema = z.toJSONSchema(route.input ?? z.object({}), { io: "input", unrepresentable: "any" }) as JsonSchema;
  const part = (name: string) => ofSchema(schema.properties?.[name] ?? { type: "object" });
  return fc.record({
    path: part("path") as fc.Arbitrary<Parts["path"]>, // a route's path is an object of texts
    query: nearly(part("query")),
    body: nearly(part("body")),
  });
}

const routes = subjects
  .filter(({ route }) => route !== undefined)
  .map((subject) => ({ subject, parts: partsOf(subject) }));

const requests: fc.Arbitrary<Request> = fc.constantFrom(...routes).chain(({ subject, parts: made }) =>
  fc
    .tuple(made, fc.constantFrom(...whos), fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 1, 2))
    .map(([parts, who, number, kind]) => {
      const [method = "", template = ""] = subject.name.split(" ");
      const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        // Mostly something that there may be.
        kind > 0
          ? String(number)
          : encodeURIComponent(
              String(parts.path[name])
                .slice(0, LONGEST_PART / 9)
                .toWellFormed(),
            ) || "x",
      );
      return { door: subject.door, method, who, path: `${path}${queryOf(parts.query)}`, body: parts.body };
    }),
);

function queryOf(query: unknown): string {
  if (typeof query !== "object" || query === null) return "";
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)).toWellFormed();
  const entries = Object.entries(query).map(([name, value]): [string, string] => [name.toWellFormed(), text(value)]);
  // Node itself refuses longer heads, before any route.
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries)}`.slice(0, LONGEST_PART);
}

/** Failures that are the client's doing, or nobody's. */
const expected = new Set(Object.keys(catalogue).filter((code) => code !== "INTERNAL" && code !== "UNAVAILABLE"));

function expectShape(door: Subject["door"], { status, headers, text, json }: Answer): void {
  expect(status, text).toBeLessThan(500);
  expect(text).not.toMatch(/node_modules|\n\s+at |prisma/i);
  if (text === "") return;
  expect(headers.get("content-type"), text.slice(0, 200)).toMatch(/json/);
  if (status < 400) return;
  if (door === "bearer") return expect(Object.keys(json)).toEqual(["detail"]);
  if (door === "envelope") return expect(json).toEqual({ code: status, message: expect.any(String), data: null });
  expect(json).toMatchObject({ status, title: expect.any(String) });
  expect(expected).toContain(json.code);
}

it("any request to any route is answered in the route's own shape", FUZZING, async () => {
  const holds = async ({ door, method, who, path, body }: Request) => {
    const token = await tokenOf(who);
    const hasBody = method !== "GET" && method !== "DELETE";
    const answer = await server.send(method, path, {
      ...(hasBody && { body: body ?? null }),
      headers: { ...(hasBody && { "content-type": "application/json" }), ...authorization(token) },
    });
    // An unknown path below `/api/` may look like the other contract's.
    if (answer.status !== 404 && answer.status !== 405) expectShape(door, answer);
    else expect(answer.json).toBeTypeOf("object");
  };
  await fuzz("requests", fc.asyncProperty(requests, holds));
});

const authorization = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

it("any operation that the schema allows is answered with data, or with errors of the catalogue", FUZZING, async () => {
  const documents = fc.oneof(operations("query"), operations("mutation"));
  const spoilt = documents.chain(({ query }) =>
    fc.dictionary(fc.constantFrom("v0", "v1"), anything).map((variables) => ({ query, variables })),
  );
  const cases = fc.tuple(
    fc.oneof({ weight: 5, arbitrary: documents }, { weight: 1, arbitrary: spoilt }),
    fc.constantFrom(...whos),
  );
  await fuzz(
    "operations",
    fc.asyncProperty(cases, async ([operation, who]) => {
      const headers = authorization(await tokenOf(who));
      const { status, text, json } = await server.send("POST", "/graphql", { body: operation, headers });
      expect(status, text).toBeLessThan(500);
      expect(text).not.toMatch(/node_modules|\n\s+at /);
      const errors: { extensions?: { code?: string } }[] = json.errors ?? [];
      for (const { extensions } of errors) expect(expected, text).toContain(extensions?.code);
      expect("data" in json || errors.length > 0).toBe(true);
    }),
  );
});
