import express, { type NextFunction, type Request, type RequestHandler, type Response } from "express";
import { AppError } from "./errors.ts";

const LIMIT_BYTES = 1024 * 1024;
const parse = express.json({ limit: LIMIT_BYTES, strict: false, type: () => true });

/**
 * Reads a body as JSON into `req.body`, whatever its content type says: old clients do not always say it.
 * Passes on an {@link AppError}: PAYLOAD_TOO_LARGE over 1 MiB, MALFORMED_REQUEST for anything that is not JSON.
 */
export const readJson: RequestHandler = (req: Request, res: Response, next: NextFunction) => {
  parse(req, res, (error?: unknown) => next(error === undefined ? undefined : asAppError(error)));
};

function asAppError(error: unknown): AppError {
  const tooLarge = error instanceof Error && "type" in error && error.type === "entity.too.large";
  return new AppError(tooLarge ? "PAYLOAD_TOO_LARGE" : "MALFORMED_REQUEST", { cause: error });
}
