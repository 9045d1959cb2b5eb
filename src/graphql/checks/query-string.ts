import type { RequestHandler } from "express";
import { AppError } from "../../errors.ts";
import { namedDocument } from "../persisted/params.ts";

/** A GET needs one `query`, and its other parameters have to be JSON. */
export const readableQueryString: RequestHandler = (req, _res, next) => {
  if (req.method !== "GET") return next();
  const { query, variables = "null", extensions = "null" } = req.query;
  if (query === undefined ? namedDocument(req) === null : typeof query !== "string") {
    throw new AppError("MALFORMED_REQUEST", { message: "The URL needs one `query`." });
  }
  if (![variables, extensions].every((json) => json === "" || isJson(json))) {
    throw new AppError("MALFORMED_REQUEST", { message: "`variables` and `extensions` must be JSON." });
  }
  next();
};

function isJson(text: unknown): boolean {
  if (typeof text !== "string") return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
