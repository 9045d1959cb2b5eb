import { z } from "zod";
import { AppError, type ErrorCode } from "../errors.ts";
import { refusalsOf } from "../rest/refusals.ts";
import { answerForms } from "../rest/v2/answers.ts";
import { needsBody } from "../rest/v2/body.ts";
import { asProblem, problemForm } from "../rest/v2/errors.ts";
import { type Parameter } from "../rest/v2/parameters.ts";
import { formOf } from "../rest/v2/readers.ts";
import { type Route, sentencesOf } from "../rest/v2/routes.ts";
import { BASE } from "../rest/v2/table.ts";
import { isShared, limitsOf } from "./field.ts";
import { type DescribedRoute, REQUEST_ID, type Refusal } from "./routes.ts";

/** Every route of `/api/v2`. */
export async function v2Routes(): Promise<DescribedRoute[]> {
  return [...(await answerForms())].map(([route, form]) => {
    const { method, path, operation, field, success, location } = route;
    const [summary = "", ...more] = sentencesOf(route);
    return {
      door: "rest",
      method,
      path: BASE + path,
      operation,
      summary: summary.replace(/\.$/, ""),
      description: more.join(" "),
      input: inputOf(route),
      requestHeaders: ifMatchOf(route),
      bodyRequired: needsBody(route),
      success: {
        status: success,
        form,
        tagged: isShared(field),
        headers: location === undefined ? {} : { Location: "The path of what was made." },
      },
      refusals: refusals(route),
      limits: limitsOf(field),
      cookies: true,
    };
  });
}

function inputOf({ parameters }: Route): DescribedRoute["input"] {
  const at = (place: Parameter["in"]) => {
    const here = parameters.filter((parameter) => parameter.in === place);
    if (here.length === 0) return {};
    const forms = here.map((parameter) => [parameter.name, describedForm(parameter)]);
    return { [place]: z.strictObject(Object.fromEntries(forms)) };
  };
  return { ...at("path"), ...at("query"), ...at("body") };
}

const describedForm = (parameter: Parameter): z.ZodType =>
  parameter.description === "" ? formOf(parameter) : formOf(parameter).describe(parameter.description);

const ifMatchOf = ({ ifMatch }: Route): Record<string, string> =>
  ifMatch === undefined
    ? {}
    : {
        "If-Match":
          'The `version` that the change was thought out for: `"7"`; `*` for any. Not an `ETag`: that names an answer as it was sent.',
      };

function refusals(route: Route): ReadonlyMap<number, Refusal> {
  const { method, field, absent, errors = [], ifMatch } = route;
  const takesBody = method === "POST" || method === "PATCH" || method === "DELETE";
  const codes: readonly ErrorCode[] = [
    ...refusalsOf(field, { takesInput: true, takesBody, writesByCookie: method !== "GET" }),
    // Of a list one may ask for more than an answer may have.
    ...(method === "GET" ? (["QUERY_TOO_COMPLEX"] as const) : []),
    ...(takesBody ? (["UNSUPPORTED_MEDIA_TYPE"] as const) : []),
    ...(field.args.some(({ name }) => name === "after") ? (["BAD_CURSOR"] as const) : []),
    ...(absent === undefined ? [] : [absent]),
    ...(ifMatch === undefined ? [] : (["CHANGED_MEANWHILE"] as const)),
    ...errors,
  ];
  const wording = asProblem(route.parameters);
  const byStatus = Map.groupBy(new Set(codes), (code) => new AppError(code).status);
  return new Map(
    [...byStatus]
      .toSorted(([a], [b]) => a - b)
      .map(([status, same]) => {
        const examples = same.map((code) => [code, wording(new AppError(code), REQUEST_ID, null).body]);
        const form = problemForm(status, same);
        return [
          status,
          { codes: same, form, type: "application/problem+json", examples: Object.fromEntries(examples) },
        ];
      }),
  );
}
