import { AppError } from "../errors.ts";
import { describeRule, limitRules } from "../limits/rules.ts";
import { examples, type RequestExample } from "./examples.ts";
import { type DescribedRoute, idOf, type Refusal } from "./routes.ts";
import type { JsonSchema, Schemas } from "./schemas.ts";

type Json = Readonly<Record<string, unknown>>;

/** Puts an answer that many routes give among the components. @returns what refers to it */
type Share = (name: string, status: number, refusal: Refusal) => Json;

/** A route as an operation of OpenAPI. */
export function operationOf(route: DescribedRoute, schemas: Schemas, share: Share): Json {
  const { summary, description, input, limits, door } = route;
  const example: RequestExample = examples[`${route.method} ${route.path}`] ?? {};
  return {
    operationId: idOf(route),
    tags: [door === "rest" ? "v2" : door],
    summary,
    ...(description !== "" && { description }),
    security: securityOf(route),
    ...(limits.length > 0 && {
      "x-ratelimit": limits.map((name) => ({
        name,
        seconds: limitRules[name].seconds,
        limit: describeRule(name, door),
      })),
    }),
    parameters: parametersOf(route, example, schemas),
    ...(input.body && {
      requestBody: {
        required: route.bodyRequired,
        content: {
          "application/json": {
            schema: schemas.of(input.body, "input"),
            ...(example.body && { example: example.body }),
          },
        },
      },
    }),
    responses: {
      [route.success.status]: successOf(route, schemas),
      ...(route.success.tagged && { 304: { description: "What the client has is still good.", headers: REQUEST_ID } }),
      ...Object.fromEntries(
        [...route.refusals].map(([status, refusal]) => [
          status,
          share(refusalName(door, status, refusal), status, refusal),
        ]),
      ),
    },
  };
}

/** Whoever is not signed in is turned away from where `UNAUTHENTICATED` is an answer; elsewhere bad credentials may be. */
function securityOf({ refusals, cookies }: DescribedRoute): readonly Json[] {
  const refused = refusals.get(401)?.codes ?? [];
  const ways = [{ token: [] }, ...(cookies ? [{ cookie: [] }] : [])];
  if (refused.includes("UNAUTHENTICATED")) return ways;
  return refused.includes("TOKEN_INVALID") ? [{}, ...ways] : [];
}

function parametersOf(
  { input, requestHeaders }: DescribedRoute,
  example: RequestExample,
  schemas: Schemas,
): readonly Json[] {
  const inPlace = (place: "path" | "query") => {
    const form = input[place];
    if (!form) return [];
    const { properties = {}, required = [] } = schemas.of(form, "input") as ObjectSchema; // the form of an object
    return Object.entries(properties).map(([name, { description, ...schema }]) => ({
      name,
      in: place,
      ...(description !== undefined && { description }),
      required: place === "path" || required.includes(name),
      schema,
      ...(example[place]?.[name] !== undefined && { example: example[place][name] }),
    }));
  };
  const headers = Object.entries(requestHeaders).map(([name, description]) => ({
    name,
    in: "header",
    description,
    schema: { type: "string" },
  }));
  return [...inPlace("path"), ...inPlace("query"), ...headers];
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

const header = (name: string): Json => ({ $ref: `#/components/headers/${name}` });
const REQUEST_ID = { "X-Request-Id": header("X-Request-Id") };
const LIMITS = Object.fromEntries(
  ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"].map((name) => [name, header(name)]),
);

function successOf({ success, limits }: DescribedRoute, schemas: Schemas): Json {
  const { status, form, tagged, headers } = success;
  const own = Object.entries(headers).map(([name, description]) => [
    name,
    { description, schema: { type: "string" }, required: true },
  ]);
  return {
    description:
      status === 204
        ? "Done."
        : status === 201
          ? "Made."
          : status === 202
            ? "On its way."
            : "Done; what was asked for.",
    headers: {
      ...REQUEST_ID,
      ...(limits.length > 0 && LIMITS),
      ...(tagged && { ETag: header("ETag") }),
      ...Object.fromEntries(own),
    },
    ...(form && { content: { "application/json": { schema: schemas.of(form, "output") } } }),
  };
}

const refusalName = (door: string, status: number, { codes }: Refusal): string => [door, status, ...codes].join(".");

/** An error as a response of OpenAPI. */
export function refusalOf(status: number, { codes, form, type, examples }: Refusal, schemas: Schemas): Json {
  return {
    description: codes.map((code) => `\`${code}\`: ${new AppError(code).message}`).join(" "),
    headers: {
      ...REQUEST_ID,
      ...(status === 401 && { "WWW-Authenticate": header("WWW-Authenticate") }),
      ...((status === 429 || status === 503) && { "Retry-After": header("Retry-After") }),
      ...(status === 429 && LIMITS),
    },
    content: {
      [type]: {
        schema: schemas.of(form, "output"),
        examples: Object.fromEntries(Object.entries(examples).map(([code, value]) => [code, { value }])),
      },
    },
  };
}
