import type { CombinedError } from "urql";
import { graphql } from "../gql/index.ts";
import type { ErrorCode, FieldErrorCode } from "../gql/graphql.ts";

// Nothing asks for these; types are made of the enums that documents name.
graphql(`
  fragment ErrorCodes on Shop {
    errors {
      code
    }
    fieldErrors
  }
`);

/** What every error of the API has in its `extensions`. */
interface Extensions {
  readonly code: ErrorCode;
  /** What is wrong with the input, all of it at once. */
  readonly fields?: readonly {
    /** Such as `["input", "email"]`. */
    readonly path: readonly string[];
    readonly code: FieldErrorCode;
    /** Continues the field's name: "must have at least 8 characters". */
    readonly message: string;
  }[];
}

/** What a form shows after it was refused. */
export interface Problems {
  /** What is wrong with a field, by the last step of its path: its name in the input. */
  readonly fields: ReadonlyMap<string, string>;
  /** What is wrong with no field in particular. */
  readonly general: string | null;
}

const UNREACHABLE = "The shop cannot be reached right now. Check your connection and try again.";

// The API documents them; urql does not know of it.
const extensionsOf = (error: CombinedError | undefined): Extensions[] =>
  (error?.graphQLErrors ?? []).map(({ extensions }) => extensions as unknown as Extensions);

export const codesOf = (error: CombinedError | undefined): ErrorCode[] => extensionsOf(error).map(({ code }) => code);

/** One sentence for all of it. */
export const messageOf = (error: CombinedError): string => error.graphQLErrors[0]?.message ?? UNREACHABLE;

/** @param names of the fields that the form has */
export function problemsOf(error: CombinedError, names: ReadonlySet<string>): Problems {
  const found = extensionsOf(error)
    .flatMap(({ fields }) => fields ?? [])
    .map(({ path, message }): [string, string] => [path.at(-1) ?? "", message]);
  const fields = new Map(found.filter(([name]) => names.has(name)));
  return { fields, general: fields.size > 0 ? null : messageOf(error) };
}
