import { catalogue } from "../../errors.ts";
import type { Wording } from "../../http/errors.ts";
import { UnreadableBody } from "../../http/json-body.ts";
import type { FieldProblem, ProblemKind } from "../../problems.ts";
import type { Route } from "../contract.ts";
import { contractName, type FieldNames } from "../names.ts";

/** One entry of FastAPI's 422 body. */
interface FastApiError {
  readonly type: string;
  /** Names of fields, or a place in the text. */
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** Errors as FastAPI writes them: `{"detail": …}`. */
export const asFastApi =
  ({ statuses = {}, fieldNames = {} }: Partial<Route> = {}): Wording =>
  ({ code, status, problems, cause }, requestId) => {
    if (cause instanceof UnreadableBody) return { status: 422, body: { detail: [unreadable(cause)] } };
    return {
      status: statuses[code] ?? status,
      body: {
        detail: problems.length > 0 ? fastApiErrors(problems, fieldNames) : catalogue[code].bearer,
        ...(code === "INTERNAL" && { request_id: requestId }),
      },
    };
  };

function unreadable({ reason, offset }: UnreadableBody): FastApiError {
  if (reason === "missing") return { type: "missing", loc: ["body"], msg: "Field required", input: null };
  const ctx = { error: "Expecting JSON" };
  return { type: "json_invalid", loc: ["body", offset], msg: "JSON decode error", input: {}, ctx };
}

/** Problems in the shape of FastAPI's 422 answers, one entry a field. */
function fastApiErrors(problems: readonly FieldProblem[], fieldNames: FieldNames): FastApiError[] {
  return problems.map(({ path, problem, message, input }) => {
    const { type, msg, ctx } = inPydanticsWords(problem, message);
    return { type, loc: location(path, fieldNames), msg, input, ...(ctx && { ctx }) };
  });
}

/** Where FastAPI would say a problem is: a GraphQL operation speaks of its own `input`, which the body has become. */
function location(path: readonly string[], fieldNames: FieldNames): readonly string[] {
  if (path[0] !== "input") return path;
  return ["body", ...path.slice(1).map((name) => contractName(name, fieldNames))];
}

function inPydanticsWords(problem: ProblemKind, message: string): Pick<FastApiError, "type" | "msg" | "ctx"> {
  switch (problem.kind) {
    case "missing":
      return { type: "missing", msg: "Field required" };
    case "type":
      return wrongType(problem.expected);
    case "unparsable-integer":
      return { type: "int_parsing", msg: "Input should be a valid integer, unable to parse string as an integer" };
    case "email":
      return {
        type: "value_error",
        msg: "value is not a valid email address",
        ctx: { reason: "not a valid email address" },
      };
    case "too-short":
      return {
        type: "string_too_short",
        msg: `String should have at least ${characters(problem.limit)}`,
        ctx: { min_length: problem.limit },
      };
    case "too-long":
      return {
        type: "string_too_long",
        msg: `String should have at most ${characters(problem.limit)}`,
        ctx: { max_length: problem.limit },
      };
    case "too-small":
      return {
        type: "greater_than_equal",
        msg: `Input should be greater than or equal to ${problem.limit}`,
        ctx: { ge: problem.limit },
      };
    case "too-large":
      return {
        type: "less_than_equal",
        msg: `Input should be less than or equal to ${problem.limit}`,
        ctx: { le: problem.limit },
      };
    case "unknown-field":
      return { type: "extra_forbidden", msg: "Extra inputs are not permitted" };
    case "blank":
    case "decimals":
    case "too-many-bytes":
    case "too-common":
    case "nothing-to-change":
    case "taken":
    case "rejected":
    case "other":
      return { type: "value_error", msg: `Value error, ${message}` };
  }
}

function wrongType(expected: Extract<ProblemKind, { kind: "type" }>["expected"]): Pick<FastApiError, "type" | "msg"> {
  switch (expected) {
    case "string":
      return { type: "string_type", msg: "Input should be a valid string" };
    case "integer":
      return { type: "int_type", msg: "Input should be a valid integer" };
    case "number":
      return { type: "float_type", msg: "Input should be a valid number" };
    case "boolean":
      return { type: "bool_type", msg: "Input should be a valid boolean" };
    case "object":
      return { type: "dict_type", msg: "Input should be a valid dictionary" };
    case "other":
      return { type: "value_error", msg: "Value error, has the wrong type" };
  }
}

const characters = (count: number): string => (count === 1 ? "1 character" : `${count} characters`);
