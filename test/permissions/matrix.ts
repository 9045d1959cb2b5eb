/**
 * Who may do what, worked out from what the schema and the route tables declare. docs/permissions.md is its print, and
 * permissions.test.ts asks for every cell.
 */
import {
  getNamedType,
  getOperationAST,
  type GraphQLField,
  isLeafType,
  isObjectType,
  Kind,
  OperationTypeNode,
} from "graphql";
import { doors } from "../../src/doors.ts";
import { loadConfig } from "../../src/config.ts";
import { bearerContract } from "../../src/rest/bearer/index.ts";
import { type Contract, type Route, routeName } from "../../src/rest/contract.ts";
import { envelopeContract } from "../../src/rest/envelope/index.ts";
import { type Route as RouteV2, routes } from "../../src/rest/v2/routes.ts";
import { BASE } from "../../src/rest/v2/table.ts";
import { schema } from "../../src/schema/index.ts";

export const callers = [
  "anonymous",
  "owner",
  "other user",
  "disabled",
  "deleted",
  "administrator",
  "administrator without second factor",
  "refresh token",
] as const;
export type Caller = (typeof callers)[number];

/** What a field asks of whoever asks for it: a scope, or what fields ask by themselves. */
export type Need =
  | "public"
  | "visitor"
  | "signedIn"
  | "admin"
  | "self"
  | "ownSession"
  | "liveSession"
  | "ownRefresh"
  | "ownAccess";

/** `yes`, or the status of the refusal. */
export type Verdict = "yes" | "401" | "403" | "404";

const ALL_YES = callers.map(() => "yes" as const);

/** In the order of {@link callers}. */
const verdicts: Readonly<Record<Need, readonly Verdict[]>> = {
  public: ALL_YES,
  visitor: ["yes", "yes", "yes", "401", "401", "yes", "yes", "401"],
  signedIn: ["401", "yes", "yes", "401", "401", "yes", "yes", "401"],
  admin: ["401", "403", "403", "401", "401", "yes", "403", "401"],
  self: ["401", "yes", "403", "401", "401", "yes", "403", "401"],
  // Another's session is none, but for administrators.
  ownSession: ["401", "yes", "404", "401", "401", "yes", "404", "401"],
  // A token whose session has ended still says whose it was.
  liveSession: ["401", "yes", "yes", "404", "401", "yes", "yes", "401"],
  // What signs in here is the refresh token in the arguments, whatever stands in the header.
  ownRefresh: ["401", "yes", "yes", "401", "401", "yes", "yes", "yes"],
  ownAccess: ["401", "yes", "yes", "403", "403", "yes", "yes", "401"],
};

export interface Subject {
  readonly door: "GraphQL" | "/api/v2" | "bearer" | "envelope";
  /** `Query.products`, `GET /api/v2/products`. */
  readonly name: string;
  /** The schema's root field that does it: `Query.products`. */
  readonly operation: string;
  readonly need: Need;
  readonly verdicts: readonly Verdict[];
  readonly route?: Route | RouteV2;
}

/** Root fields that look at tokens or owners by themselves: one that has expired will do, or one in the arguments. */
const asksItself: Readonly<Record<string, Need>> = {
  "Mutation.logout": "liveSession",
  "Mutation.revokeSession": "ownSession",
  "Mutation.changePassword": "signedIn",
  "Mutation.refreshSession": "ownRefresh",
};

/** Where an old contract asks for more or for something else than the field behind a route. */
const contractsAsk: Readonly<Record<string, Need>> = {
  // Field `me` is null for nobody; a route of these contracts has no null.
  "GET /api/users/me": "signedIn",
  "GET /api/users/current": "signedIn",
  // It has no 404.
  "GET /users/logout": "signedIn",
  "POST /api/users/refresh_token": "ownAccess",
  // It signs in by address and old password.
  "POST /api/users/reset_password": "public",
};

type Field = GraphQLField<unknown, unknown>;

function scopeOf({ extensions }: Field): Need | undefined {
  const options = extensions["pothosOptions"];
  if (typeof options !== "object" || options === null || !("authScopes" in options)) return undefined;
  const { authScopes } = options;
  if (typeof authScopes === "function") return "self";
  const name = Object.keys(Object(authScopes))[0];
  const known = (["public", "visitor", "signedIn", "admin"] as const).find((need) => need === name);
  if (known === undefined) throw new TypeError(`A scope that the matrix does not know: ${name}`);
  return known;
}

const subject = (parts: Omit<Subject, "verdicts">): Subject => ({ ...parts, verdicts: verdicts[parts.need] });

function fieldOf(operation: string): Field {
  const [typeName = "", name = ""] = operation.split(".");
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  if (field === undefined) throw new TypeError(`The schema has no ${operation}`);
  return field;
}

function needOf(operation: string): Need {
  const need = asksItself[operation] ?? scopeOf(fieldOf(operation));
  if (need === undefined) throw new TypeError(`${operation} has no scope`);
  return need;
}

/** Every field of the schema that names a scope; a test sees to it that root fields do. */
function fields(): Subject[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || type.name.startsWith("__")) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const operation = `${type.name}.${field.name}`;
      const isRoot = type === schema.getQueryType() || type === schema.getMutationType();
      if (!isRoot && scopeOf(field) === undefined) return [];
      return [subject({ door: "GraphQL", name: operation, operation, need: needOf(operation) })];
    });
  });
}

const routesV2 = (): Subject[] =>
  routes.map((route) => {
    const { operation, method, path, absent } = route;
    const need = absent === "UNAUTHENTICATED" ? "signedIn" : needOf(operation);
    return subject({ door: "/api/v2", name: `${method} ${BASE}${path}`, operation, need, route });
  });

function routesOf(door: "bearer" | "envelope", contract: Contract): Subject[] {
  return contract.routes.map((route) => {
    const name = routeName(route);
    const definition = getOperationAST(route.document);
    const [selection] = definition?.selectionSet.selections ?? [];
    const field = selection?.kind === Kind.FIELD ? selection.name.value : "";
    const operation = `${definition?.operation === OperationTypeNode.MUTATION ? "Mutation" : "Query"}.${field}`;
    return subject({ door, name, operation, need: contractsAsk[name] ?? needOf(operation), route });
  });
}

const config = loadConfig({ NODE_ENV: "test" });
const { bearer, envelope } = doors(config);

export const subjects: readonly Subject[] = [
  ...fields(),
  ...routesV2(),
  ...routesOf("bearer", bearerContract(bearer)),
  ...routesOf("envelope", envelopeContract(envelope, config)),
];

/** An operation that asks for one field, with a variable for each of its arguments. */
export function documentOf(operation: string): string {
  const [typeName = "", name] = operation.split(".");
  const { args, type } = fieldOf(operation);
  const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(", ");
  const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
  const asked = `${name}${passed && `(${passed})`}${isLeafType(getNamedType(type)) ? "" : " { __typename }"}`;
  return `${typeName === "Mutation" ? "mutation" : "query"} ${declared && `(${declared})`} { ${asked} }`;
}

const doorTitles: Readonly<Record<Subject["door"], string>> = {
  GraphQL: "GraphQL",
  "/api/v2": "`/api/v2`",
  bearer: "Bearer contract",
  envelope: "Envelope contract",
};

/** With columns as wide as what they hold, which is how the formatter has them. */
function tableOf(cells: readonly (readonly string[])[]): string[] {
  const [head = []] = cells;
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [first = "", ...rest] = cells.map(line);
  return [first, line(widths.map((width) => "-".repeat(width))), ...rest];
}

/** The matrix as docs/permissions.md has it. */
export function print(): string {
  const tables = Object.entries(doorTitles).map(([door, title]) => {
    const rows = subjects.filter((each) => each.door === door).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const cells = [["", ...callers], ...rows.map(({ name, verdicts: row }) => [`\`${name}\``, ...row])];
    return [`## ${title}`, "", ...tableOf(cells), ""].join("\n");
  });
  return `${INTRODUCTION}\n${tables.join("\n")}`;
}

const INTRODUCTION = `# Who may do what

Made by \`npm run permissions\` from the scopes that the schema declares and from the tables of routes; \`test/permissions\`
asks for every cell, and fails when this page is not what they say. \`yes\` means that the request gets as far as its own
rules (a wrong code is still a wrong code), a number is the status of the refusal: 401 for nobody, 403 for the wrong one, 404 where
somebody else's is as good as none.

- **anonymous**: no token
- **owner**: a customer, at what is their own
- **other user**: a customer, at what is somebody else's
- **disabled**, **deleted**: the token of an account from before an administrator disabled or deleted it
- **administrator**: one that is active and has a second factor, at what is somebody else's
- **administrator without second factor**: the same in a shop with \`ADMIN_SECOND_FACTOR=required\`
- **refresh token**: an owner's refresh token sent as if it were an access token
`;
