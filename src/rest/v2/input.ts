import { getNullableType, isInputObjectType, isRequiredArgument } from "graphql";
import { z } from "zod";
import { AppError } from "../../errors.ts";
import { parseInput } from "../../validation.ts";
import type { Parameter } from "./parameters.ts";
import { formOf } from "./readers.ts";
import type { Route } from "./routes.ts";

/** The parts of a request that a route may read. */
export interface Sent {
  readonly path: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly body: unknown;
}

/** What a request asks for, in GraphQL's terms. */
export interface Asked {
  readonly variables: Readonly<Record<string, unknown>>;
  /** The fields on demand that are to be shown. */
  readonly shown: ReadonlySet<string>;
}

/**
 * Reads requests of one route. Each parameter is taken from its own place only, and whatever else is in the query or in
 * the body is refused by name; null in a body stays null.
 * @throws {AppError} INVALID_INPUT
 */
export function inputReader({ parameters, field }: Route): (sent: Sent) => Asked {
  const inPlace = (place: Parameter["in"]) => parameters.filter((parameter) => parameter.in === place);
  const formAt = (place: Parameter["in"]) =>
    z.strictObject(Object.fromEntries(inPlace(place).map((parameter) => [parameter.name, formOf(parameter)])));
  const form = z.object({ query: formAt("query"), body: formAt("body") });
  const neededObjects = field.args.filter((argument) => {
    return isRequiredArgument(argument) && isInputObjectType(getNullableType(argument.type));
  });

  return ({ path, query, body }) => {
    const read = { path, ...parseInput(form, { query, body }) };
    const variables: Record<string, unknown> = Object.fromEntries(neededObjects.map(({ name }) => [name, {}]));
    const shown = new Set<string>();
    for (const parameter of parameters) {
      const value: unknown = read[parameter.in][parameter.name];
      if (parameter.argument.length === 0) {
        if (value === true) shown.add(parameter.name);
      } else put(variables, parameter.argument, value);
    }
    assertWhole(variables, parameters);
    return { variables, shown };
  };
}

function put(variables: Record<string, unknown>, [name = "", part]: readonly string[], value: unknown): void {
  if (value === undefined) return;
  if (part === undefined) variables[name] = value;
  // What is there was made here or above.
  else ((variables[name] ??= {}) as Record<string, unknown>)[part] = value;
}

/** An order needs to say by what, but only where there is one: `direction` does not go without `orderBy`. */
function assertWhole(variables: Record<string, unknown>, parameters: readonly Parameter[]): void {
  for (const { argument, needed, in: place, name } of parameters) {
    const [object = "", part = ""] = argument;
    const held = variables[object];
    if (needed !== "together" || typeof held !== "object" || held === null || part in held) continue;
    const problem = { path: [place, name], problem: { kind: "missing" }, message: "is required", input: held } as const;
    throw new AppError("INVALID_INPUT", { problems: [problem] });
  }
}
