/** The languages that messages and mails are in, by their tags (BCP 47). */
export const languages = ["en", "zh"] as const;
export type Language = (typeof languages)[number];

/** What is wrong with one field, told apart so that each door can put it in its own words. */
export type ProblemKind =
  | { readonly kind: "missing" }
  | { readonly kind: "type"; readonly expected: "string" | "integer" | "number" | "boolean" | "object" | "other" }
  | { readonly kind: "unparsable-integer" }
  | { readonly kind: "blank" }
  | { readonly kind: "email" }
  | { readonly kind: "too-short" | "too-long" | "too-small" | "too-large"; readonly limit: number }
  | { readonly kind: "decimals" | "too-many-bytes"; readonly limit: number }
  | { readonly kind: "too-common" }
  | { readonly kind: "nothing-to-change" }
  | { readonly kind: "unknown-field" }
  | { readonly kind: "taken" | "rejected" }
  | { readonly kind: "other" };

/** What kinds of problems are called by GraphQL and `/api/v2`. */
const CODES = {
  missing: "MISSING",
  type: "WRONG_TYPE",
  "unparsable-integer": "WRONG_TYPE",
  blank: "BLANK",
  email: "NOT_AN_EMAIL_ADDRESS",
  "too-short": "TOO_SHORT",
  "too-long": "TOO_LONG",
  "too-small": "TOO_SMALL",
  "too-large": "TOO_LARGE",
  decimals: "TOO_MANY_DECIMALS",
  "too-many-bytes": "TOO_LONG",
  "too-common": "TOO_COMMON",
  "nothing-to-change": "NOTHING_TO_CHANGE",
  "unknown-field": "UNKNOWN_FIELD",
  taken: "TAKEN",
  rejected: "REJECTED",
  other: "INVALID",
} as const satisfies Record<ProblemKind["kind"], string>;

export type ProblemCode = (typeof CODES)[keyof typeof CODES];

export const problemCodes: readonly ProblemCode[] = [...new Set(Object.values(CODES))];

export const codeOf = ({ kind }: ProblemKind): ProblemCode => CODES[kind];

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
    case "too-common":
      return "is one of the most common passwords";
    case "nothing-to-change":
      return "must have at least one field to change";
    case "unknown-field":
      return "is not a field of this input";
    case "taken":
      return "is taken";
    case "rejected":
      return "is not correct";
    case "other":
      return "is not valid";
  }
}

/** The same in Chinese; what has no kind of its own is said in general. */
export function inChinese(problem: ProblemKind): string {
  switch (problem.kind) {
    case "missing":
      return "缺少必填字段";
    case "type":
      return WRONG_TYPE[problem.expected];
    case "unparsable-integer":
      return "必须是整数";
    case "blank":
      return "不能为空";
    case "email":
      return "不是有效的邮箱地址";
    case "decimals":
      return `最多 ${problem.limit} 位小数`;
    case "too-many-bytes":
      return `最多 ${problem.limit} 字节`;
    case "too-short":
      return `至少需要 ${problem.limit} 个字符`;
    case "too-long":
      return `最多 ${problem.limit} 个字符`;
    case "too-small":
      return `不能小于 ${problem.limit}`;
    case "too-large":
      return `不能大于 ${problem.limit}`;
    case "too-common":
      return "过于常见，请换一个";
    case "nothing-to-change":
      return "至少需要一个可更新的字段";
    case "unknown-field":
      return "未知字段";
    case "taken":
      return "已被使用";
    case "rejected":
      return "不正确";
    case "other":
      return "格式不正确";
  }
}

const WRONG_TYPE: Record<Extract<ProblemKind, { kind: "type" }>["expected"], string> = {
  string: "必须是字符串",
  integer: "必须是整数",
  number: "必须是数字",
  boolean: "必须是布尔值",
  object: "必须是对象",
  other: "类型不正确",
};

/** What is wrong with a field as GraphQL and `/api/v2` have it, to be read behind its name; English unless wanted otherwise. */
export const problemText = ({ problem, message }: FieldProblem, language: Language | null): string =>
  language === "zh" ? inChinese(problem) : message;
