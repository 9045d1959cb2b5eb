import type { Request, RequestHandler } from "express";
import { AppError } from "../../errors.ts";
import { jsonReader, LONGEST_BODY } from "../../http/json-body.ts";
import { namedDocument } from "../persisted/params.ts";

/** Any operation may come, with any of the schema's fields. */
const readJson = jsonReader(LONGEST_BODY);

const JSON_TYPES = new Set(["application/json", "application/graphql+json"]);

/**
 * The body of a POST is JSON of at most 1 MiB, and says so: forms and plain text are refused, since pages of other sites
 * can send those without being asked first.
 */
export const readableBody: RequestHandler = async (req, res, next) => {
  if (req.method !== "POST") return next();
  const type = (req.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!JSON_TYPES.has(type)) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
  const body = await readJson(req, res);
  req.body = body;
  if (!isOperation(req, body)) {
    throw new AppError("MALFORMED_REQUEST", { message: "The body must be a JSON object with a `query`." });
  }
  next();
};

/** Whether a body has a document, or names one. */
function isOperation(req: Request, body: unknown): boolean {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return false;
  return "query" in body ? typeof body.query === "string" : namedDocument(req) !== null;
}
