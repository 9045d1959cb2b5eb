import { catalogue } from "../../errors.ts";
import type { Wording } from "../../http/errors.ts";
import type { FieldProblem, ProblemKind } from "../../problems.ts";
import type { Route } from "../contract.ts";
import { contractName, type FieldNames } from "../names.ts";

/** Errors in the envelope, in Chinese; `code` is the HTTP status. */
export const inEnvelope =
  ({ statuses = {}, fieldNames = {} }: Partial<Route> = {}): Wording =>
  (error, requestId) => {
    const status = statuses[error.code] ?? error.status;
    const message =
      error.problems.length > 0 ? chineseErrors(error.problems, fieldNames) : catalogue[error.code].envelope;
    return { status, body: { code: status, message, data: null, ...(status === 500 && { request_id: requestId }) } };
  };

/** Problems as one Chinese text that names each field and what is wrong with it: `email：不是有效的邮箱地址`. */
function chineseErrors(problems: readonly FieldProblem[], fieldNames: FieldNames): string {
  return problems
    .map(({ path, problem }) => {
      const name = path.at(-1);
      if (name === undefined || path.length === 1) return `请求数据${inChinese(problem)}`;
      return `${path[0] === "input" ? contractName(name, fieldNames) : name}：${inChinese(problem)}`;
    })
    .join("；");
}

function inChinese(problem: ProblemKind): string {
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
    case "nothing-to-change":
      return "至少需要一个可更新的字段";
    case "unknown-field":
      return "未知字段";
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
