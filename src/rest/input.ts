import { z } from "zod";
import type { ProblemKind } from "../problems.ts";

const unparsable = {
  error: "must be an integer",
  params: { problem: { kind: "unparsable-integer" } satisfies ProblemKind },
};
const isInteger = (text: string): boolean => /^[+-]?\d+$/.test(text);

/**
 * An integer as a path segment, as text in its shortest spelling (`+7` and `007` are 7): one that no row can have is for
 * the operation to not find.
 */
export const integerInPath = z
  .string()
  .refine(isInteger, unparsable)
  .transform((text) => String(BigInt(text)))
  .meta({ type: "integer" });

/** An integer as a query parameter. */
export const integerInQuery = ({ min, max, fallback }: { min: number; max?: number; fallback: number }) =>
  z
    .string()
    .refine(isInteger, { ...unparsable, abort: true })
    .transform(Number)
    .pipe(
      z
        .number()
        .min(min)
        .max(max ?? Number.MAX_SAFE_INTEGER),
    )
    .default(fallback)
    .meta({ type: "integer", minimum: min, ...(max !== undefined && { maximum: max }), default: fallback });

/** An object of optional fields with at least one of them present; others than its own do not count. */
export const atLeastOne = <T extends z.ZodObject>(fields: T) =>
  fields.refine((given) => Object.values(given).some((value) => value !== undefined), {
    error: "must have at least one field to change",
    params: { problem: { kind: "nothing-to-change" } satisfies ProblemKind },
  });
