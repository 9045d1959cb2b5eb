import { z } from "zod";
import type { ProblemKind } from "../validation.ts";

/** An integer as a path segment, kept as text: one that no row can have is for the operation to not find. */
export const integerInPath = z.string().refine((text) => /^[+-]?\d+$/.test(text), {
  error: "must be an integer",
  params: { problem: { kind: "unparsable-integer" } satisfies ProblemKind },
});
