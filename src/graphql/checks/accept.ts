import type { RequestHandler } from "express";

const ANSWER_TYPES = new Set(["application/json", "application/graphql-response+json", "application/*", "*/*"]);

/** Leaves of `Accept` what can be met: there is nothing here but JSON, and HTTP lets a server disregard other wishes. */
export const meetableAccept: RequestHandler = (req, _res, next) => {
  const wanted = (req.headers.accept ?? "")
    .split(",")
    .map((type) => (type.split(";", 1)[0] ?? "").trim().toLowerCase());
  const known = wanted.filter((type) => ANSWER_TYPES.has(type));
  req.headers.accept = known.length > 0 ? known.join(", ") : "application/json";
  next();
};
