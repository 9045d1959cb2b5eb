import type { Plugin } from "graphql-yoga";
import { AppError } from "../../errors.ts";

/** Twice what the widest operation that the schema's limits let through is made of. */
const MAX_TOKENS = 4000;

/** Refuses documents that are too long, or nested deeper than a parser's stack, before they cost anything. */
export const boundedDocuments: Plugin = {
  onParse({ parseFn, setParseFn }) {
    const bounded: typeof parseFn = (source, options) => {
      try {
        return parseFn(source, { ...options, maxTokens: MAX_TOKENS });
      } catch (cause) {
        throw cause instanceof RangeError ? new AppError("QUERY_TOO_COMPLEX", { cause }) : cause;
      }
    };
    setParseFn(bounded);
  },
};
