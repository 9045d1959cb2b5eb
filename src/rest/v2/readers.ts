import {
  getNullableType,
  type GraphQLInputType,
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isEnumType,
  isNonNullType,
} from "graphql";
import { z } from "zod";
import type { Parameter } from "./parameters.ts";

/** Reads one value, out of JSON or out of the text of a query. */
interface Reader {
  readonly json: z.ZodType;
  readonly text: z.ZodType;
}

const text = z.custom<string>((value) => typeof value === "string", {
  error: ({ input }) => (input === undefined ? "is required" : "must be given only once"),
  abort: true,
});
const textThat = (holds: (value: string) => boolean, error: string) => text.refine(holds, { error, abort: true });

const boolean: Reader = {
  json: z.boolean(),
  text: textThat((value) => value === "true" || value === "false", "must be true or false").transform(
    (value) => value === "true",
  ),
};

const readers = new Map<GraphQLInputType, Reader>([
  [GraphQLBoolean, boolean],
  [GraphQLFloat, { json: z.number(), text: numberLike(/^-?\d+(\.\d+)?$/, "must be a number", z.number()) }],
  [GraphQLID, { json: z.string(), text }],
  [GraphQLInt, { json: z.int32(), text: numberLike(/^-?\d+$/, "must be an integer", z.int32()) }],
  [GraphQLString, { json: z.string(), text }],
]);

function numberLike(form: RegExp, error: string, range: z.ZodType<number, number>): z.ZodType {
  return textThat((value) => form.test(value), error)
    .transform(Number)
    .pipe(range);
}

/** The form of one parameter, after which GraphQL finds nothing to object to in it. */
export function formOf(parameter: Parameter): z.ZodType {
  const { type, needed } = parameter;
  if (type === null) return boolean.text.optional();
  const { json, text } = readerOf(getNullableType(type), parameter);
  const jsonOrNull = isNonNullType(type) ? json : json.nullable();
  const form = parameter.in === "body" ? jsonOrNull : text;
  return needed === "always" ? form : form.optional();
}

function readerOf(type: GraphQLInputType, { name }: Parameter): Reader {
  if (isEnumType(type)) {
    const names = type.getValues().map((value) => value.name);
    const isOne = (value: string) => names.includes(value);
    const error = `must be one of ${names.join(", ")}`;
    return { json: z.string().refine(isOne, { error }), text: textThat(isOne, error) };
  }
  const reader = readers.get(type);
  if (!reader) throw new TypeError(`No way is known to read ${String(type)} (${name}) from a REST request`);
  return reader;
}
