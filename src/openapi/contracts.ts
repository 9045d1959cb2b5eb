import type { Config } from "../config.ts";
import { doors } from "../doors.ts";
import { AppError, type ErrorCode } from "../errors.ts";
import { UnreadableBody } from "../http/json-body.ts";
import { bearerContract } from "../rest/bearer/index.ts";
import { answeredAs, rootField, takesBody, wordingOf, writes } from "../rest/contract-routes.ts";
import { type Contract, operationOf, type Route } from "../rest/contract.ts";
import { envelopeContract } from "../rest/envelope/index.ts";
import { spokenPath } from "../rest/paths.ts";
import { NOBODY, refusalsOf } from "../rest/refusals.ts";
import { isShared, limitsOf, useOf } from "./field.ts";
import { type DescribedRoute, REQUEST_ID, type Refusal } from "./routes.ts";

/** Every route of the two old contracts. */
export function contractRoutes(config: Config): DescribedRoute[] {
  const { bearer, envelope } = doors(config);
  return [...described("bearer", bearerContract(bearer)), ...described("envelope", envelopeContract(envelope, config))];
}

const described = (door: "bearer" | "envelope", contract: Contract): DescribedRoute[] =>
  contract.routes.map((route) => {
    const field = rootField(route);
    return {
      door,
      method: route.method,
      path: spokenPath(route.path),
      operation: operationOf(route),
      summary: route.summary,
      description: useOf(field, door),
      input: route.input?.shape ?? {},
      requestHeaders: {},
      bodyRequired: takesBody(route),
      success: {
        status: 200,
        form: contract.successForm(route),
        tagged: isShared(field),
        headers: setsCookie(contract, route),
      },
      refusals: refusals(contract, route),
      limits: limitsOf(field),
      cookies: contract.cookie !== undefined,
    };
  });

function setsCookie({ cookie }: Contract, route: Route): Record<string, string> {
  if (!cookie || !(route.startsSession ?? route.endsSession)) return {};
  return { "Set-Cookie": `\`${cookie(route.endsSession ? null : "…")}\`` };
}

/** What is said where no route is meant; and what not every route says, of which `refusalsOf` knows. */
const NOT_OF_ALL: readonly ErrorCode[] = ["NOT_FOUND", "METHOD_NOT_ALLOWED", "CROSS_SITE"];

/** All errors of a route, as the contract puts them. */
function refusals(contract: Contract, route: Route): ReadonlyMap<number, Refusal> {
  const shape = {
    takesInput: route.input !== undefined,
    takesBody: takesBody(route),
    writesByCookie: contract.cookie !== undefined && writes(route),
  };
  const own = route.refusals ?? [];
  const codes: readonly ErrorCode[] = [
    ...refusalsOf(rootField(route), shape),
    ...contract.refusals.filter((code) => !NOT_OF_ALL.includes(code)),
    ...own,
    ...(own.includes("UNAUTHENTICATED") ? NOBODY : []),
  ];
  const errors = [...new Set(codes)].map((code) => new AppError(code));
  // It has a status of its own at the bearer contract.
  if (shape.takesBody) errors.push(new AppError("MALFORMED_REQUEST", { cause: new UnreadableBody("not-json") }));
  return byStatus(contract, route, errors);
}

function byStatus(contract: Contract, route: Route, errors: readonly AppError[]): ReadonlyMap<number, Refusal> {
  const wording = wordingOf(contract, route);
  const written = errors.map((error) => ({
    code: answeredAs(route, error.code),
    ...wording(error, REQUEST_ID, null),
  }));
  const statuses = [...new Set(written.map(({ status }) => status))].toSorted((a, b) => a - b);
  return new Map(
    statuses.map((status) => {
      const same = written.filter((one) => one.status === status);
      const codes = [...new Set(same.map(({ code }) => code))];
      const examples = Object.fromEntries(same.map(({ code, body }) => [code, body]));
      return [status, { codes, form: contract.refusalForm(status, codes), type: "application/json", examples }];
    }),
  );
}
