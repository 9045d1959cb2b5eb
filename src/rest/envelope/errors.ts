import { catalogue } from "../../errors.ts";
import type { Wording } from "../../http/errors.ts";
import { type FieldProblem, inChinese } from "../../problems.ts";
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
