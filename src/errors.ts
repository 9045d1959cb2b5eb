import { GraphQLError } from "graphql";
import { isDatabaseAway } from "./database/failures.ts";
import { StoreUnavailable } from "./stores/store.ts";
import type { FieldProblem } from "./validation.ts";

interface CatalogueEntry {
  /** HTTP status at every door, unless a route of an old contract says otherwise in its table. */
  readonly status: number;
  /** GraphQL's and /api/v2's text. */
  readonly message: string;
  /** The bearer contract's `detail`. */
  readonly detail: string;
  /** The envelope contract's `message`. */
  readonly envelope: string;
}

/** Every error that a client can be told of. The README lists exactly these codes; a test holds the two together. */
export const catalogue = {
  MALFORMED_REQUEST: entry(
    400,
    "The request could not be read.",
    "There was an error parsing the body",
    "请求格式错误",
  ),
  GRAPHQL_PARSE_FAILED: entry(400, "The GraphQL document has a syntax error.", "Bad Request", "请求格式错误"),
  GRAPHQL_VALIDATION_FAILED: entry(
    400,
    "The GraphQL document or its variables do not fit the schema.",
    "Bad Request",
    "请求格式错误",
  ),
  QUERY_TOO_COMPLEX: entry(400, "The query asks for too much at once.", "Bad Request", "请求过于复杂"),
  BAD_CURSOR: entry(400, "The cursor is not one of this list's.", "Bad Request", "分页游标无效"),
  CODE_REJECTED: entry(400, "The code is wrong, used or expired.", "Invalid or expired code", "验证码错误或已过期"),
  WRONG_PASSWORD: entry(400, "The current password is not correct.", "Incorrect password", "密码错误"),
  LAST_ADMINISTRATOR: entry(
    400,
    "The last active administrator cannot be deleted, disabled or demoted.",
    "The last active administrator cannot be deleted, disabled or demoted",
    "不能删除、禁用或降级最后一个管理员",
  ),
  UNAUTHENTICATED: entry(401, "Sign in first.", "Token is invalid", "未授权"),
  TOKEN_INVALID: entry(401, "The token is not valid.", "Token is invalid", "未授权"),
  TOKEN_EXPIRED: entry(401, "The token has expired.", "Token has expired", "未授权"),
  SESSION_ENDED: entry(401, "The session has ended.", "Token is invalid", "未授权"),
  ACCOUNT_GONE: entry(401, "The account no longer exists.", "User not found", "未授权"),
  INVALID_CREDENTIALS: entry(401, "Wrong account or password.", "Incorrect email or password", "账号或密码错误"),
  REFRESH_REJECTED: entry(
    401,
    "The refresh token is not valid any more.",
    "Refresh token is invalid or expired",
    "未授权",
  ),
  FORBIDDEN: entry(403, "You may not do this.", "Not enough permissions", "禁止访问"),
  ADMIN_REQUIRED: entry(403, "Only administrators may do this.", "Not enough permissions", "需要管理员权限"),
  ACCOUNT_DISABLED: entry(403, "The account is disabled.", "User is disabled", "账户已被禁用"),
  CROSS_SITE: entry(
    403,
    "A write with cookies was refused: it came from another site.",
    "Cross-site request refused",
    "禁止跨站请求",
  ),
  NOT_FOUND: entry(404, "There is nothing here.", "Not Found", "资源不存在"),
  USER_NOT_FOUND: entry(404, "No such user.", "User not found", "用户不存在"),
  USER_INFO_NOT_FOUND: entry(
    404,
    "The account has no record of names.",
    "User information not found",
    "用户信息不存在",
  ),
  PRODUCT_NOT_FOUND: entry(404, "No such product.", "Product not found", "产品不存在"),
  NOTHING_POPULAR: entry(404, "No product has been viewed yet.", "No popular products found", "暂无热门产品"),
  SESSION_NOT_FOUND: entry(404, "No such session.", "Token record not found", "会话不存在"),
  METHOD_NOT_ALLOWED: entry(405, "This path does not take this method.", "Method Not Allowed", "请求方法不允许"),
  PAYLOAD_TOO_LARGE: entry(413, "The body is over 1 MiB.", "Request body too large", "请求体过大"),
  UNSUPPORTED_MEDIA_TYPE: entry(415, "The body must be JSON.", "Unsupported media type", "请求体必须是 JSON"),
  NAME_REQUIRED: entry(
    422,
    "A first name, a last name or a phone number is required.",
    "At least one of the following must be provided: first_name, last_name, phone_number",
    "请求数据验证失败",
  ),
  INVALID_INPUT: entry(422, "Some of the input is not valid.", "Invalid input", "请求数据验证失败"),
  EMAIL_TAKEN: entry(422, "The e-mail address is taken.", "Email already registered", "邮箱已被注册"),
  USERNAME_TAKEN: entry(422, "The username is taken.", "Username already taken", "用户名已存在"),
  RATE_LIMITED: entry(429, "Too many requests; try again later.", "Too many requests", "请求过于频繁"),
  INTERNAL: entry(500, "Something went wrong on our side.", "Internal Server Error", "服务器错误"),
  UNAVAILABLE: entry(503, "Not available right now; try again shortly.", "Service Unavailable", "服务暂不可用"),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;

function entry(status: number, message: string, detail: string, envelope: string): CatalogueEntry {
  return { status, message, detail, envelope };
}

interface ErrorFacts {
  /** What is wrong with which field; with INVALID_INPUT. */
  readonly problems?: readonly FieldProblem[];
  /** Seconds after which another try makes sense; becomes `Retry-After`. */
  readonly retryAfter?: number;
  /** A text for developers in place of the catalogue's; nothing secret, nothing of the inside. */
  readonly message?: string;
  readonly cause?: unknown;
}

/** How long a client should wait when the store or the database is away, in seconds. */
const UNAVAILABLE_RETRY_SECONDS = 2;

/** The only error that is thrown on purpose. Every other one reaches clients as INTERNAL, with nothing of its text. */
export class AppError extends GraphQLError {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly problems: readonly FieldProblem[];
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, facts: ErrorFacts = {}) {
    const { status, message } = catalogue[code];
    const problems = facts.problems ?? [];
    const retryAfter = facts.retryAfter ?? (code === "UNAVAILABLE" ? UNAVAILABLE_RETRY_SECONDS : undefined);
    super(facts.message ?? message, {
      ...(facts.cause instanceof Error && { originalError: facts.cause }),
      extensions: {
        code,
        ...(problems.length > 0 && { fields: problems.map(({ path, message }) => ({ path, message })) }),
        ...(retryAfter !== undefined && { retryAfter }),
        http: { status, headers: errorHeaders(status, retryAfter) },
      },
    });
    this.code = code;
    this.status = status;
    this.problems = problems;
    this.retryAfter = retryAfter;
  }
}

/** The headers that go with an error at every door: `WWW-Authenticate` (RFC 6750) and `Retry-After` (seconds). */
export function errorHeaders(status: number, retryAfter: number | undefined): Record<string, string> {
  return {
    ...(status === 401 && { "WWW-Authenticate": "Bearer" }),
    ...(retryAfter !== undefined && { "Retry-After": String(retryAfter) }),
  };
}

/** Any failure as the error that clients are told of: store or database away is UNAVAILABLE, the unforeseen INTERNAL. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof GraphQLError && error.originalError) return toAppError(error.originalError);
  if (error instanceof StoreUnavailable || isDatabaseAway(error)) return new AppError("UNAVAILABLE", { cause: error });
  return new AppError("INTERNAL", { cause: error });
}
