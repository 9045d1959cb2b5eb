import { getNullableType, type GraphQLInputType, isEnumType, isNonNullType } from "graphql";
import { z } from "zod";
import { decimalText } from "../../schema/decimal.ts";
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
  text: textThat((value) => value === "true" || value === "false", "must be true or false")
    .transform((value) => value === "true")
    .meta({ type: "boolean" }),
};

const integer: Reader = {
  json: z.int32(),
  text: textThat((value) => /^-?\d+$/.test(value), "must be an integer")
    .transform(Number)
    .pipe(z.int32())
    .meta({ type: "integer", format: "int32" }),
};

const isDecimal = (value: unknown) => decimalText(value) !== null;
const decimal: Reader = {
  json: z.custom<string | number>(isDecimal, { error: "must be a number" }).meta({ type: ["number", "string"] }),
  text: textThat(isDecimal, "must be a number").meta({ type: "number" }),
};

const plainText: Reader = { json: z.string(), text: text.meta({ type: "string" }) };

/** By the names of the types. */
const readers: Readonly<Record<string, Reader>> = {
  Boolean: boolean,
  Decimal: decimal,
  ID: plainText,
  Int: integer,
  String: plainText,
};

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
    const described = { type: "string", enum: names } as const;
    return { json: z.string().refine(isOne, { error }).meta(described), text: textThat(isOne, error).meta(described) };
  }
  const reader = readers[String(type)];
  if (!reader) throw new TypeError(`No way is known to read ${String(type)} (${name}) from a REST request`);
  return reader;
}
