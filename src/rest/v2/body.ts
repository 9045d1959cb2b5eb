import type { Request, Response } from "express";
import { isRequiredArgument } from "graphql";
import { AppError } from "../../errors.ts";
import { readJson } from "../../http/json-body.ts";
import type { Route } from "./routes.ts";

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/i;

/**
 * The body of a write, which must say that it is JSON and be an object. Where nothing in it is required, it may be left
 * out. A GET has none: HTTP gives one no meaning there.
 * @throws {AppError} UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, MALFORMED_REQUEST
 */
export async function readBody(route: Route, req: Request, res: Response): Promise<unknown> {
  if (route.method === "GET") return {};
  const needed = needsBody(route);
  const type = (req.get("content-type") ?? "").split(";", 1)[0]?.trim() ?? "";
  if ((needed || hasBody(req)) && !JSON_TYPE.test(type)) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
  const body = await readJson(req, res);
  if (body === undefined && !needed) return {};
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new AppError("MALFORMED_REQUEST", { message: "The body must be a JSON object." });
  }
  return body;
}

const needsBody = ({ field, parameters }: Route): boolean => {
  const inBody = new Set(parameters.filter((parameter) => parameter.in === "body").map(({ argument: [name] }) => name));
  return field.args.some((argument) => isRequiredArgument(argument) && inBody.has(argument.name));
};

const hasBody = ({ headers }: Request): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
