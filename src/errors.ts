import { isDatabaseAway } from "./database/failures.ts";
import { StoreUnavailable } from "./stores/store.ts";
import { type FieldProblem, inEnglish, type Language, type ProblemKind } from "./problems.ts";

interface CatalogueEntry {
  /** HTTP status at every door, unless a route of an old contract says otherwise in its table. */
  readonly status: number;
  /** GraphQL's and /api/v2's text. */
  readonly message: string;
  /** The bearer contract's `detail`. */
  readonly bearer: string;
  /** The envelope contract's `message`. */
  readonly envelope: string;
}

/** Every error that a client can be told of. The README lists exactly these codes; a test holds the two together. */
export const catalogue = {
  MALFORMED_REQUEST: {
    status: 400,
    message: "The request could not be read.",
    bearer: "There was an error parsing the body",
    envelope: "请求格式错误",
  },
  GRAPHQL_PARSE_FAILED: {
    status: 400,
    message: "The GraphQL document has a syntax error.",
    bearer: "Bad Request",
    envelope: "请求格式错误",
  },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    message: "The GraphQL document or its variables do not fit the schema.",
    bearer: "Bad Request",
    envelope: "请求格式错误",
  },
  // Clients know it by this text, and send the document next.
  PERSISTED_QUERY_NOT_FOUND: {
    status: 200,
    message: "PersistedQueryNotFound",
    bearer: "Bad Request",
    envelope: "PersistedQueryNotFound",
  },
  PERSISTED_QUERY_MISMATCH: {
    status: 200,
    message: "The document does not have this hash.",
    bearer: "Bad Request",
    envelope: "查询与其哈希不符",
  },
  PERSISTED_QUERY_ONLY: {
    status: 403,
    message: "Only operations of this shop's own frontends are answered: send the id of one.",
    bearer: "Not enough permissions",
    envelope: "仅接受已登记的查询",
  },
  QUERY_TOO_COMPLEX: {
    status: 400,
    message: "The query asks for too much at once.",
    bearer: "Bad Request",
    envelope: "请求过于复杂",
  },
  BAD_CURSOR: {
    status: 400,
    message: "The cursor is not one of this list's.",
    bearer: "Bad Request",
    envelope: "分页游标无效",
  },
  CODE_REJECTED: {
    status: 400,
    message: "The code is wrong, used or expired.",
    bearer: "Invalid or expired code",
    envelope: "验证码错误或已过期",
  },
  WRONG_PASSWORD: {
    status: 400,
    message: "The current password is not correct.",
    bearer: "Incorrect password",
    envelope: "密码错误",
  },
  LAST_ADMINISTRATOR: {
    status: 400,
    message: "The last active administrator cannot be deleted, disabled or demoted.",
    bearer: "The last active administrator cannot be deleted, disabled or demoted",
    envelope: "不能删除、禁用或降级最后一个管理员",
  },
  UNAUTHENTICATED: { status: 401, message: "Sign in first.", bearer: "Token is invalid", envelope: "未授权" },
  TOKEN_INVALID: { status: 401, message: "The token is not valid.", bearer: "Token is invalid", envelope: "未授权" },
  TOKEN_EXPIRED: { status: 401, message: "The token has expired.", bearer: "Token has expired", envelope: "未授权" },
  SESSION_ENDED: { status: 401, message: "The session has ended.", bearer: "Token is invalid", envelope: "未授权" },
  ACCOUNT_GONE: { status: 401, message: "The account no longer exists.", bearer: "User not found", envelope: "未授权" },
  INVALID_CREDENTIALS: {
    status: 401,
    message: "Wrong account or password.",
    bearer: "Incorrect email or password",
    envelope: "账号或密码错误",
  },
  SECOND_FACTOR_REQUIRED: {
    status: 401,
    message: "The account has a second factor: send its code along.",
    bearer: "Incorrect email or password",
    envelope: "账号或密码错误",
  },
  REFRESH_REJECTED: {
    status: 401,
    message: "The refresh token is not valid any more.",
    bearer: "Refresh token is invalid or expired",
    envelope: "未授权",
  },
  FORBIDDEN: { status: 403, message: "You may not do this.", bearer: "Not enough permissions", envelope: "禁止访问" },
  ADMIN_REQUIRED: {
    status: 403,
    message: "Only administrators may do this.",
    bearer: "Not enough permissions",
    envelope: "需要管理员权限",
  },
  SECOND_FACTOR_MISSING: {
    status: 403,
    message: "Administrators of this shop need a second factor: set one up first.",
    bearer: "Not enough permissions",
    envelope: "需要管理员权限",
  },
  ACCOUNT_DISABLED: {
    status: 403,
    message: "The account is disabled.",
    bearer: "User is disabled",
    envelope: "账户已被禁用",
  },
  CROSS_SITE: {
    status: 403,
    message: "A write with cookies was refused: it came from another site.",
    bearer: "Cross-site request refused",
    envelope: "禁止跨站请求",
  },
  NOT_FOUND: { status: 404, message: "There is nothing here.", bearer: "Not Found", envelope: "资源不存在" },
  USER_NOT_FOUND: { status: 404, message: "No such user.", bearer: "User not found", envelope: "用户不存在" },
  USER_INFO_NOT_FOUND: {
    status: 404,
    message: "The account has no record of names.",
    bearer: "User information not found",
    envelope: "用户信息不存在",
  },
  PRODUCT_NOT_FOUND: { status: 404, message: "No such product.", bearer: "Product not found", envelope: "产品不存在" },
  NOTHING_POPULAR: {
    status: 404,
    message: "No product has been viewed yet.",
    bearer: "No popular products found",
    envelope: "暂无热门产品",
  },
  SESSION_NOT_FOUND: {
    status: 404,
    message: "No such session.",
    bearer: "Token record not found",
    envelope: "会话不存在",
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    message: "This path does not take this method.",
    bearer: "Method Not Allowed",
    envelope: "请求方法不允许",
  },
  REQUEST_TIMEOUT: {
    status: 408,
    message: "The request took too long to arrive.",
    bearer: "Request Timeout",
    envelope: "请求超时",
  },
  GONE: { status: 410, message: "This route is no longer served.", bearer: "Gone", envelope: "接口已停用" },
  CHANGED_MEANWHILE: {
    status: 412,
    message: "It has been changed since it was read; read it again.",
    bearer: "Precondition Failed",
    envelope: "数据已被修改，请刷新后重试",
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    message: "The body is too large.",
    bearer: "Request body too large",
    envelope: "请求体过大",
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: "The body must be JSON.",
    bearer: "Unsupported media type",
    envelope: "请求体必须是 JSON",
  },
  NAME_REQUIRED: {
    status: 422,
    message: "A first name, a last name or a phone number is required.",
    bearer: "At least one of the following must be provided: first_name, last_name, phone_number",
    envelope: "请求数据验证失败",
  },
  INVALID_INPUT: {
    status: 422,
    message: "Some of the input is not valid.",
    bearer: "Invalid input",
    envelope: "请求数据验证失败",
  },
  SECOND_FACTOR_ON: {
    status: 422,
    message: "The account has a second factor already.",
    bearer: "Second factor already set up",
    envelope: "已启用双重验证",
  },
  EMAIL_TAKEN: {
    status: 422,
    message: "The e-mail address is taken.",
    bearer: "Email already registered",
    envelope: "邮箱已被注册",
  },
  USERNAME_TAKEN: {
    status: 422,
    message: "The username is taken.",
    bearer: "Username already taken",
    envelope: "用户名已存在",
  },
  RATE_LIMITED: {
    status: 429,
    message: "Too many requests; try again later.",
    bearer: "Too many requests",
    envelope: "请求过于频繁",
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    message: "The request's headers are too large.",
    bearer: "Request Header Fields Too Large",
    envelope: "请求头过大",
  },
  INTERNAL: {
    status: 500,
    message: "Something went wrong on our side.",
    bearer: "Internal Server Error",
    envelope: "服务器错误",
  },
  UNAVAILABLE: {
    status: 503,
    message: "Not available right now; try again shortly.",
    bearer: "Service Unavailable",
    envelope: "服务暂不可用",
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;

/** The errors that are about one field of what was given: by its last name, and what is wrong with it. */
const ABOUT_FIELDS: Partial<Record<ErrorCode, { readonly field: string; readonly problem: ProblemKind }>> = {
  CODE_REJECTED: { field: "code", problem: { kind: "rejected" } },
  WRONG_PASSWORD: { field: "currentPassword", problem: { kind: "rejected" } },
  EMAIL_TAKEN: { field: "email", problem: { kind: "taken" } },
  USERNAME_TAKEN: { field: "username", problem: { kind: "taken" } },
};

interface ErrorFacts {
  /** What is wrong with which field; with INVALID_INPUT. */
  readonly problems?: readonly FieldProblem[];
  /** What would have been the error if this one were not. */
  readonly also?: readonly ErrorCode[];
  /** Seconds after which another try makes sense; becomes `Retry-After`. */
  readonly retryAfter?: number;
  /** A text for developers in place of the catalogue's; nothing secret, nothing of the inside. */
  readonly message?: string;
  /** Which limit is full, for those who count; with RATE_LIMITED. */
  readonly limit?: string;
  readonly cause?: unknown;
}

/** How long a client should wait when the store or the database is away, in seconds. */
const UNAVAILABLE_RETRY_SECONDS = 2;

/** The only error that is thrown on purpose. Every other one reaches clients as INTERNAL, with nothing of its text. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  /** HTTP status. */
  readonly status: number;
  readonly problems: readonly FieldProblem[];
  readonly also: readonly ErrorCode[];
  /** Seconds. */
  readonly retryAfter: number | undefined;
  readonly limit: string | undefined;

  constructor(code: ErrorCode, { problems = [], also = [], retryAfter, message, limit, cause }: ErrorFacts = {}) {
    super(message ?? catalogue[code].message, { cause });
    this.code = code;
    this.status = catalogue[code].status;
    this.problems = problems;
    this.also = also;
    this.limit = limit;
    this.retryAfter = retryAfter ?? (code === "UNAVAILABLE" ? UNAVAILABLE_RETRY_SECONDS : undefined);
  }
}

/** What an error says of fields, those included that its code alone is about; a path may lack its beginning. */
export function fieldProblemsOf({ code, also, problems }: AppError): readonly FieldProblem[] {
  const implied = [code, ...also].flatMap((one) => {
    const about = ABOUT_FIELDS[one];
    return about
      ? [{ path: [about.field], problem: about.problem, message: inEnglish(about.problem), input: null }]
      : [];
  });
  return [...problems, ...implied];
}

/** An error's message as GraphQL and `/api/v2` have it; in English what was said for this one case, if anything was. */
export const messageOf = ({ code, message }: AppError, language: Language | null): string =>
  language === "zh" ? catalogue[code].envelope : message;

/** Any failure as the error that clients are told of: store or database away is UNAVAILABLE, the unforeseen INTERNAL. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof StoreUnavailable || isDatabaseAway(error)) return new AppError("UNAVAILABLE", { cause: error });
  return new AppError("INTERNAL", { cause: error });
}
