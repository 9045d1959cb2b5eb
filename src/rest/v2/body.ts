import type { Request } from "express";
import { isRequiredArgument } from "graphql";
import { AppError } from "../../errors.ts";
import { type JsonReader, jsonReader } from "../../http/json-body.ts";
import type { Route } from "./routes.ts";

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/i;

/** Room for all the fields of a route but those that say themselves how long they may be. */
const SHORT_FIELDS_BYTES = 64 * 1024;
/** JSON may write any character as `\u` and four digits. */
const BYTES_OF_A_CHARACTER = 6;

/**
 * Reads the body of a write, which must say that it is JSON and be an object. Where nothing in it is required, it may be
 * left out. A GET has none: HTTP gives one no meaning there.
 * @returns it throws an {@link AppError}: UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, MALFORMED_REQUEST
 */
export function bodyReader(route: Route): JsonReader {
  const needed = needsBody(route);
  const readJson = jsonReader(longestBody(route));
  return async (req, res) => {
    if (route.method === "GET") return {};
    const type = (req.get("content-type") ?? "").split(";", 1)[0]?.trim() ?? "";
    if ((needed || hasBody(req)) && !JSON_TYPE.test(type)) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
    const body = await readJson(req, res);
    if (body === undefined && !needed) return {};
    if (typeof body !== "object" || body === null || Array.isArray(body)) {
      throw new AppError("MALFORMED_REQUEST", { message: "The body must be a JSON object." });
    }
    return body;
  };
}

/** In bytes: as long as the fields that the schema has for it can be. */
export const longestBody = ({ parameters }: Route): number =>
  parameters
    .filter((parameter) => parameter.in === "body")
    .reduce((sum, { characters }) => sum + characters * BYTES_OF_A_CHARACTER, SHORT_FIELDS_BYTES);

export const needsBody = ({ field, parameters }: Route): boolean => {
  const inBody = new Set(parameters.filter((parameter) => parameter.in === "body").map(({ argument: [name] }) => name));
  return field.args.some((argument) => isRequiredArgument(argument) && inBody.has(argument.name));
};

const hasBody = ({ headers }: Request): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
