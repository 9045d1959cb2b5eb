/** Every documented outcome of the routes of the two old contracts, worked out from their tables. */
import type { GraphQLField } from "graphql";
import { loadConfig } from "../../src/config.ts";
import { doors } from "../../src/doors.ts";
import { AppError, type ErrorCode } from "../../src/errors.ts";
import type { Wording } from "../../src/http/errors.ts";
import { UnreadableBody } from "../../src/http/json-body.ts";
import { bearerContract } from "../../src/rest/bearer/index.ts";
import { type Contract, type Route, routeName } from "../../src/rest/contract.ts";
import { rootField, wordingOf } from "../../src/rest/contract-routes.ts";
import { envelopeContract } from "../../src/rest/envelope/index.ts";
import { patternOf } from "../../src/rest/paths.ts";

export interface Outcome {
  /** As it stands in brackets in the names of tests: `POST /users/login ACCOUNT_DISABLED`. */
  readonly id: string;
  readonly name: string;
  readonly status: number;
  /** What it says, where it says one thing only. */
  readonly words: string;
}

/** What is documented together: a route, or what any route of a contract may answer. */
export interface Subject {
  readonly title: string;
  /** The contract, if it is a route. */
  readonly routeOf?: keyof typeof contracts;
  readonly outcomes: readonly Outcome[];
  /** Whether an answer is one of its. */
  readonly concerns: (method: string, path: string) => boolean;
}

const config = loadConfig({ NODE_ENV: "test" });
const { bearer, envelope } = doors(config);
const contracts = { bearer: bearerContract(bearer), envelope: envelopeContract(envelope, config) };

function subjectsOf(door: keyof typeof contracts, contract: Contract): Subject[] {
  const any = contract.refusals.map((code) => refusal(door, contract.wording(), code, new AppError(code)));
  return [
    { title: `Any route of the ${door} contract`, outcomes: any, concerns: () => true },
    ...contract.routes.map((route) => ({ routeOf: door, ...subjectOf(contract, route) })),
  ];
}

function subjectOf(contract: Contract, route: Route): Subject {
  const title = routeName(route);
  const wording = wordingOf(contract, route);
  const ok = { id: `${title} OK`, name: "OK", status: 200, words: route.message ?? "" };
  const refusals = distinct(wording, errorsOf(route)).map(([name, error]) => refusal(title, wording, name, error));
  const pattern = patternOf(route.path);
  return {
    title,
    outcomes: [ok, ...refusals],
    concerns: (method, path) => method === route.method && pattern.test(path),
  };
}

/** Its own errors, and those of its body, its input and its limits. */
function errorsOf(route: Route): [string, AppError][] {
  const { input, refusals = [] } = route;
  const plain = (code: ErrorCode): [string, AppError] => [code, new AppError(code)];
  return [
    ...refusals.map(plain),
    ...(input && "body" in input.shape ? bodyErrors() : []),
    ...(input ? [plain("INVALID_INPUT")] : []),
    ...(isLimited(rootField(route)) ? [plain("RATE_LIMITED")] : []),
  ];
}

const bodyErrors = (): [string, AppError][] => [
  ["NO_OBJECT", new AppError("MALFORMED_REQUEST")],
  ["NO_JSON", new AppError("MALFORMED_REQUEST", { cause: new UnreadableBody("missing") })],
  ["PAYLOAD_TOO_LARGE", new AppError("PAYLOAD_TOO_LARGE")],
];

function isLimited({ extensions }: GraphQLField<unknown, unknown>): boolean {
  const limits = inside(inside(extensions["pothosOptions"], "limits"), "rules");
  return Array.isArray(limits) && limits.length > 0;
}

const inside = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;

function refusal(subject: string, wording: Wording, name: string, error: AppError): Outcome {
  const { status, body } = wording(error, "", null);
  const said = inside(body, "detail") ?? inside(body, "message");
  // What is wrong with an input is said of each field.
  const words = typeof said === "string" && name !== "INVALID_INPUT" ? said : "";
  return { id: `${subject} ${name}`, name, status, words };
}

/** Errors that a contract tells in the same words are one outcome, which has the name of the first. */
function distinct(wording: Wording, errors: readonly [string, AppError][]): readonly [string, AppError][] {
  const said = errors.map(([, error]) => JSON.stringify(wording(error, "", null)));
  return errors.filter((_, n) => said.indexOf(said[n] ?? "") === n);
}

/** Pictures are a route of the bearer contract that stands in no table: no GraphQL operation is behind it. */
function pictures(): Subject {
  const title = "GET /cache/catalog/{file_path}";
  const outcomes = { OK: 200, PARTIAL: 206, NOT_MODIFIED: 304, BAD_DATE: 400, NOT_FOUND: 404, BAD_RANGE: 416 };
  return {
    title,
    outcomes: Object.entries(outcomes).map(([name, status]) => ({ id: `${title} ${name}`, name, status, words: "" })),
    concerns: (method, path) => method === "GET" && path.startsWith("/cache/catalog/"),
  };
}

export const subjects: readonly Subject[] = [
  ...subjectsOf("bearer", contracts.bearer),
  pictures(),
  ...subjectsOf("envelope", contracts.envelope),
];

/** What an id stands for: one outcome, or for `envelope * NAME` that outcome of each route of the contract which has it. */
export function outcomesOf(id: string): readonly { readonly subject: Subject; readonly outcome: Outcome }[] {
  const [door, every, ...name] = id.split(" ");
  return subjects.flatMap((subject) =>
    subject.outcomes
      .filter((one) => one.id === id || (every === "*" && subject.routeOf === door && one.name === name.join(" ")))
      .map((outcome) => ({ subject, outcome })),
  );
}
