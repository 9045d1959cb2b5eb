import { AppError, type ErrorCode } from "../errors.ts";

/** The largest id that a column holds. */
export const MAX_ID = 2_147_483_647;

/** The integer in a GraphQL id; null for anything that no row can have as its id. */
export function parseId(id: string | number): number | null {
  const text = String(id);
  const value = Number(text);
  return /^\d{1,10}$/.test(text) && value >= 1 && value <= MAX_ID ? value : null;
}

/** The same where only something that exists can be meant. @throws {AppError} `absent` for what cannot be an id */
export function idOr(absent: ErrorCode, id: string | number): number {
  const value = parseId(id);
  if (value === null) throw new AppError(absent);
  return value;
}
