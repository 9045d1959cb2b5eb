import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schema } from "../../src/schema/index.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { dataOf } from "./support.ts";

/** The output fields that may be null, and there is a reason for each of them. */
const NULLABLE = [
  "AuditEvent.accountId",
  "AuditEvent.actorId",
  "AuditEvent.address",
  "AuditEvent.productId",
  "AuditEvent.reason",
  "AuthPayload.refreshToken",
  "LegacyRouteUsage.lastCalledAt",
  "LegacyRouteUsage.lastCalledBy",
  "PageInfo.endCursor",
  "PageInfo.startCursor",
  "Product.category",
  "Product.image",
  "Query.me",
  "Query.node",
  "Query.nodes",
  "Query.product",
  "Query.user",
  "User.firstName",
  "User.lastLoginAt",
  "User.lastLoginIp",
  "User.lastName",
  "User.phoneNumber",
];

const BUILT_IN_SCALARS = new Set(["Boolean", "Float", "ID", "Int", "String"]);

interface Described {
  readonly name: string;
  readonly description: string | null;
}

interface TypeReference {
  readonly kind: string;
  readonly ofType: TypeReference | null;
}

/** What introspection says of a type; null where its kind has none. */
interface TypeFacts extends Described {
  readonly fields:
    | readonly (Described & { readonly type: TypeReference; readonly args: readonly Described[] })[]
    | null;
  readonly inputFields: readonly Described[] | null;
  readonly enumValues: readonly Described[] | null;
}

const undescribed = (prefix: string, entries: readonly Described[] | null): string[] =>
  (entries ?? []).filter(({ description }) => !description?.trim()).map(({ name }) => `${prefix}${name}`);

describe("the schema", () => {
  let server: TestServer;
  let types: readonly TypeFacts[];
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    const { __schema } = dataOf(await server.graphql(getIntrospectionQuery()));
    const all: readonly TypeFacts[] = __schema.types;
    types = all.filter(({ name }) => !name.startsWith("__") && !BUILT_IN_SCALARS.has(name));
  });
  afterAll(() => server.close());

  it("describes every type, field, argument, input field and enum value", () => {
    expect(types.length).toBeGreaterThan(20);
    const lacking = types.flatMap((type) => [
      ...undescribed("", [type]),
      ...undescribed(`${type.name}.`, type.fields),
      ...(type.fields ?? []).flatMap(({ name, args }) => undescribed(`${type.name}.${name}:`, args)),
      ...undescribed(`${type.name}.`, type.inputFields),
      ...undescribed(`${type.name}.`, type.enumValues),
    ]);
    expect(lacking).toEqual([]);
  });

  it("is non-null by default: only what may really be missing is nullable", () => {
    const nullable = types.flatMap(({ name, fields }) =>
      (fields ?? []).filter(({ type }) => isNullable(type)).map((field) => `${name}.${field.name}`),
    );
    expect(nullable.sort()).toEqual(NULLABLE);
  });

  it("names the scope of every root field", () => {
    const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
      Object.values(type?.getFields() ?? {}),
    );
    expect(fields.length).toBeGreaterThan(20);
    const open = fields.filter(({ extensions }) => !namesScope(extensions["pothosOptions"]));
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ["nothing", {}],
    ["an empty one", { authScopes: {} }],
    ["null", { authScopes: null }],
    ["one that is switched off", { authScopes: { public: false } }],
  ])("takes %s for no scope", (_what, options) => {
    expect(namesScope(options)).toBe(false);
  });

  it("is what schema.graphql says", async () => {
    const print = promisify(execFile)(process.execPath, ["scripts/print-schema.ts", "--check"]);
    await expect(print).resolves.toBeDefined();
  });
});

/** Whether a field's options have a scope: a function that decides by the arguments, or at least one that is asked for. */
function namesScope(options: unknown): boolean {
  if (typeof options !== "object" || options === null || !("authScopes" in options)) return false;
  const { authScopes } = options;
  if (typeof authScopes === "function") return true;
  return typeof authScopes === "object" && authScopes !== null && Object.values(authScopes).includes(true);
}

/** Whether the value, or an entry of the list that it is, may be null. */
function isNullable({ kind, ofType }: TypeReference): boolean {
  if (kind !== "NON_NULL") return true;
  return ofType?.kind === "LIST" && ofType.ofType !== null && isNullable(ofType.ofType);
}
