import { contractRoutes } from "./contracts.ts";
import { pictures, PICTURES_PATH } from "./pictures.ts";
import { operationOf, refusalOf } from "./operation.ts";
import type { DescribedRoute, Refusal } from "./routes.ts";
import { Schemas } from "./schemas.ts";
import { v2Routes } from "./v2.ts";
import type { Config } from "../config.ts";

/** Every route of the REST doors, with the forms of what comes in and what goes out. */
export const describedRoutes = async (config: Config): Promise<readonly DescribedRoute[]> => [
  ...contractRoutes(config),
  ...(await v2Routes()),
];

const text = { schema: { type: "string" } };
const count = { schema: { type: "integer" } };

const HEADERS = {
  ETag: { description: "Names this answer: send it as `If-None-Match` for a 304 while nothing has changed.", ...text },
  "RateLimit-Limit": { description: "How often the act is let through within a window.", ...count },
  "RateLimit-Remaining": { description: "How often yet within this window.", ...count },
  "RateLimit-Reset": { description: "Seconds until the window ends.", ...count },
  "Retry-After": { description: "Seconds after which another try makes sense.", required: true, ...count },
  "WWW-Authenticate": { description: "`Bearer`", required: true, ...text },
  "X-Request-Id": { description: "Under which the log has the request.", required: true, ...text },
};

const TAGS = [
  { name: "v2", description: "The GraphQL schema as plain REST: the same names, types and rules." },
  {
    name: "bearer",
    description: "The bearer contract: plain bodies, errors as FastAPI writes them, the token in a header.",
  },
  {
    name: "envelope",
    description: "The envelope contract: every answer is `{code, message, data}`, in Chinese; the token in a cookie.",
  },
];

/** The OpenAPI 3.1 document of the REST doors. */
export async function openApi(config: Config): Promise<Readonly<Record<string, unknown>>> {
  const schemas = new Schemas();
  const paths: Record<string, Record<string, unknown>> = {};
  const responses: Record<string, unknown> = {};
  const share = (name: string, status: number, refusal: Refusal) => {
    responses[name] ??= refusalOf(status, refusal, schemas);
    return { $ref: `#/components/responses/${name}` };
  };
  for (const route of await describedRoutes(config)) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, schemas, share);
  }
  paths[PICTURES_PATH] = { get: pictures };
  return {
    openapi: "3.1.0",
    info: {
      title: "The storefront API",
      version: config.version,
      description:
        "Every REST route of the shop: `/api/v2`, and the two contracts of older clients. All of them are doors to the GraphQL schema at `/graphql`. Answers with 500 carry the request's id, under which the log has it. Lengths of passwords and lives of tokens are those of the settings as they are unless set. Besides what stands here, any path may answer 404 and 405 in the words of its door.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/", description: "The server that this document comes from." }],
    tags: TAGS,
    paths,
    components: {
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "The access token of whoever signs in.",
        },
        cookie: {
          type: "apiKey",
          in: "cookie",
          name: "access_token",
          description: "`Bearer <token>`: set by the envelope contract when somebody signs in.",
        },
      },
      headers: HEADERS,
      responses,
      schemas: schemas.components,
    },
  };
}
