import { z } from "zod";
import { AppError } from "./errors.ts";
import { type FieldProblem, inEnglish, type ProblemKind } from "./problems.ts";

/** Custom zod issues of ours name their kind here. */
interface CustomParams {
  readonly problem?: ProblemKind;
}

const wellFormed = (value: string) => value.isWellFormed() && !value.includes("\u0000");
const unstorable = { error: "has characters that cannot be stored", abort: true };

/** Text that every database can store: no NUL, no lone surrogates. */
const text = (max: number) => z.string().max(max).refine(wellFormed, unstorable);

/** The same without the space around it, which does not count. */
const trimmed = (max: number) => z.string().trim().max(max).refine(wellFormed, unstorable);

const nonBlank = (max: number) =>
  trimmed(max).refine((value) => value !== "", {
    error: "must not be blank",
    params: { problem: { kind: "blank" } } satisfies CustomParams,
  });

const tooManyDecimals = {
  error: "must have at most four decimals",
  params: { problem: { kind: "decimals", limit: 4 } } satisfies CustomParams,
};
/** At most 99,999,999.99 and four decimals, so that ten-thousandths hold it exactly. */
const price = z
  .number()
  .min(0)
  .max(99_999_999.99)
  .refine((value) => Math.abs(Math.round(value * 10_000) / 10_000 - value) === 0, tooManyDecimals);

/** The longest username, in characters. */
export const MAX_USERNAME = 64;

/** The forms of values that more than one place takes, each written once; a `…Shape` is put together from them. */
export const form = {
  text,
  nonBlank,
  /** Trimmed; kept as typed otherwise. Compared by `emailKey`. RFC 5321 allows 254 characters in all. */
  email: trimmed(1000)
    .refine((value) => value.length <= 254 && z.email().safeParse(value).success, {
      error: "is not a valid e-mail address",
      params: { problem: { kind: "email" } } satisfies CustomParams,
    })
    .meta({ format: "email" }),
  /** One that is compared, not set: docs/contracts allows any length up to 1,024 bytes. */
  givenPassword: z
    .string()
    .refine(wellFormed, { error: "has characters that no password has", abort: true })
    .refine((value) => Buffer.byteLength(value) <= 1024, {
      error: "must have at most 1024 bytes",
      params: { problem: { kind: "too-many-bytes", limit: 1024 } } satisfies CustomParams,
    })
    .meta({ format: "password" }),
  /** Six digits or a recovery code, in whichever way people group them. */
  secondFactorCode: text(64).nullish(),
  /** One that is set: well-formed, so that two passwords never become the same bytes, and 1 to 128 characters (code points). */
  newPassword: (minLength: number) =>
    z
      .string()
      .refine(wellFormed, { error: "has characters that cannot be stored", abort: true })
      .refine((value) => [...value].length >= minLength, {
        error: `must have at least ${minLength} character${minLength === 1 ? "" : "s"}`,
        params: { problem: { kind: "too-short", limit: minLength } } satisfies CustomParams,
      })
      .refine((value) => [...value].length <= 128, {
        error: "must have at most 128 characters",
        params: { problem: { kind: "too-long", limit: 128 } } satisfies CustomParams,
      })
      .meta({ minLength, maxLength: 128, format: "password" }),
  /** Whatever may stand before the `@` of an address, but no `@`: that tells e-mail addresses apart at login. */
  username: nonBlank(MAX_USERNAME).refine((value) => !/[\s@\p{C}]/u.test(value), {
    error: "must have no spaces and no @",
  }),
  /** No form is asked for: the bearer contract's document has none, and its clients send what people type. */
  phone: nonBlank(64),
  /** A person's name or so: null and blank both mean unset. */
  optionalText: (max: number) =>
    trimmed(max)
      .transform((value) => (value === "" ? null : value))
      .nullish(),
  price,
  /** The same rule for a decimal's text. Its digits are few enough for a number to print as exactly the same ones. */
  decimalPrice: z
    .string()
    .refine((value) => /^-?\d+(\.\d{0,4}0*)?$/.test(value), { ...tooManyDecimals, abort: true })
    .transform(Number)
    .pipe(price),
  quantity: z.int().min(0).max(2_147_483_647),
};

/** Fields whose values never appear in an answer or a log. */
const SECRET = /password|code|token/i;
const HIDDEN = "**********";

/**
 * The value as `schema` reads it.
 * @throws {AppError} INVALID_INPUT with one problem a field; `path` is what to put before each problem's path
 */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown, path: readonly string[] = []): z.output<T> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new AppError("INVALID_INPUT", { problems: problemsOf(parsed.error, value, path) });
}

function problemsOf(error: z.ZodError, value: unknown, prefix: readonly string[]): FieldProblem[] {
  const problems = new Map<string, FieldProblem>();
  for (const issue of error.issues) {
    const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths.map((keys) => [...prefix, ...keys.map(String)])) {
      const name = path.join(".");
      if (!problems.has(name)) problems.set(name, describe(issue, path, value));
    }
  }
  return [...problems.values()];
}

function describe(issue: z.core.$ZodIssue, path: readonly string[], whole: unknown): FieldProblem {
  const problem = kindOf(issue);
  const message = issue.code === "custom" || issue.code === "invalid_format" ? issue.message : inEnglish(problem);
  // FastAPI shows the object that a field is missing in.
  if (problem.kind === "missing") return { path, problem, message, input: withoutSecrets(parentOf(issue, whole)) };
  return { path, problem, message, input: path.some((key) => SECRET.test(key)) ? HIDDEN : withoutSecrets(issue.input) };
}

function kindOf(issue: z.core.$ZodIssue): ProblemKind {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return { kind: "missing" };
      return { kind: "type", expected: expectedType(issue.expected) };
    case "too_small":
      return { kind: issue.origin === "string" ? "too-short" : "too-small", limit: Number(issue.minimum) };
    case "too_big":
      return { kind: issue.origin === "string" ? "too-long" : "too-large", limit: Number(issue.maximum) };
    case "unrecognized_keys":
      return { kind: "unknown-field" };
    case "custom":
      // The only issues with params are those made above.
      return (issue.params as CustomParams | undefined)?.problem ?? { kind: "other" };
    default:
      return { kind: "other" };
  }
}

function expectedType(expected: string): Extract<ProblemKind, { kind: "type" }>["expected"] {
  switch (expected) {
    case "string":
    case "number":
    case "boolean":
    case "object":
      return expected;
    case "int":
      return "integer";
    default:
      return "other";
  }
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key, SECRET.test(key) ? HIDDEN : withoutSecrets(held)]),
  );
}

function parentOf({ path }: z.core.$ZodIssue, whole: unknown): unknown {
  return path.slice(0, -1).reduce<unknown>((value, key) => {
    if (typeof value !== "object" || value === null) return undefined;
    return Object.entries(value).find(([name]) => name === String(key))?.[1];
  }, whole);
}
