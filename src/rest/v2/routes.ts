import { type GraphQLField, isObjectType } from "graphql";
import { schema } from "../../schema/index.ts";
import { type Parameter, parametersOf } from "./parameters.ts";
import { type Row, table } from "./table.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** A row of the table with what the schema adds to it. */
export interface Route extends Row {
  /** `Query.products` */
  readonly operation: string;
  readonly method: Method;
  /** Below `/api/v2`: `/products/{id}` */
  readonly path: string;
  readonly success: 200 | 201 | 202 | 204;
  readonly field: GraphQLField<unknown, unknown>;
  readonly parameters: readonly Parameter[];
}

/** Every route; on each path, those without a parameter before the one whose parameter would take their place. */
export const routes: readonly Route[] = Object.entries<Row>(table)
  .map(([operation, row]) => routeOf(operation, row))
  .sort((a, b) => parameterCount(a) - parameterCount(b));

function routeOf(operation: string, row: Row): Route {
  const [typeName = "", fieldName = ""] = operation.split(".");
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (!field) throw new TypeError(`The schema has no ${operation}`);
  const [method, path = ""] = row.on.split(" ");
  const parameters = parametersOf(row, path, field);
  // The type of `on` lets nothing else stand before the space; split() forgets it.
  return { ...row, operation, method: method as Method, path, success: row.status ?? 200, field, parameters };
}

/** What the schema says of a route's field. That it may be null says nothing here, where an error is answered instead. */
export const sentencesOf = ({ field, absent }: Route): readonly string[] =>
  (field.description ?? "")
    .split(/(?<=\.) /)
    .filter((sentence) => absent === undefined || !sentence.startsWith("Null when "));

function parameterCount({ path }: Route): number {
  return path.split("{").length;
}
