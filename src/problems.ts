/** What is wrong with one field, told apart so that each door can put it in its own words. */
export type ProblemKind =
  | { readonly kind: "missing" }
  | { readonly kind: "type"; readonly expected: "string" | "integer" | "number" | "boolean" | "object" | "other" }
  | { readonly kind: "unparsable-integer" }
  | { readonly kind: "blank" }
  | { readonly kind: "email" }
  | { readonly kind: "too-short" | "too-long" | "too-small" | "too-large"; readonly limit: number }
  | { readonly kind: "decimals" | "too-many-bytes"; readonly limit: number }
  | { readonly kind: "nothing-to-change" }
  | { readonly kind: "unknown-field" }
  | { readonly kind: "other" };

export interface FieldProblem {
  readonly path: readonly string[];
  readonly problem: ProblemKind;
  /** English, for developers. */
  readonly message: string;
  /** What was sent, for contracts that echo it; stars in place of anything secret. */
  readonly input: unknown;
}

/** A problem in the words of GraphQL and `/api/v2`, to be read behind the name of the field. */
export function inEnglish(problem: ProblemKind): string {
  switch (problem.kind) {
    case "missing":
      return "is required";
    case "type":
      return problem.expected === "other"
        ? "has the wrong type"
        : `must be ${/^[aeio]/.test(problem.expected) ? "an" : "a"} ${problem.expected}`;
    case "unparsable-integer":
      return "must be an integer";
    case "blank":
      return "must not be blank";
    case "email":
      return "is not a valid e-mail address";
    case "too-short":
      return `must have at least ${problem.limit} characters`;
    case "too-long":
      return `must have at most ${problem.limit} characters`;
    case "too-small":
      return `must be at least ${problem.limit}`;
    case "too-large":
      return `must be at most ${problem.limit}`;
    case "decimals":
      return `must have at most ${problem.limit} decimals`;
    case "too-many-bytes":
      return `must have at most ${problem.limit} bytes`;
    case "nothing-to-change":
      return "must have at least one field to change";
    case "unknown-field":
      return "is not a field of this input";
    case "other":
      return "is not valid";
  }
}
