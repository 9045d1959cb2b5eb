/** Values that a client may send, by what a GraphQL type or a JSON Schema asks for, and values that nobody asked for. */
import * as fc from "fast-check";
import {
  getNullableType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from "graphql";

/** Texts on which servers stumble, besides any other. */
const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "ada@example.com",
    "correct horse battery",
    "000000",
    "1",
    "null",
    "\u0000",
    "\ud800",
    "%",
    "_",
    "'",
  ),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.integer({ min: 1, max: 9 }).map((power) => "ü".repeat(3 ** power)),
);

const integer = fc.oneof(fc.integer({ min: -2, max: 120 }), fc.integer(), fc.maxSafeInteger());
const number = fc.oneof(integer, fc.double({ noNaN: true, noDefaultInfinity: true }));
const id = fc.oneof(fc.integer({ min: 0, max: 30 }).map(String), text);

/** Whatever JSON can say. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(fc.jsonValue({ maxDepth: 2 }), text, number);

const scalars: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  Boolean: fc.boolean(),
  Decimal: fc.oneof(number, fc.constantFrom("1.50", "99999999.99", "-0", "1e3", "0.00005")),
  Float: number,
  ID: id,
  Int: fc.integer({ min: -2, max: 150 }),
  String: text,
};

/** A value of a GraphQL type, as JSON. */
export function ofType(type: GraphQLInputType): fc.Arbitrary<unknown> {
  if (!isNonNullType(type)) {
    const value = ofNullable(type);
    return fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
  }
  return ofNullable(getNullableType(type));
}

function ofNullable(type: GraphQLInputType): fc.Arbitrary<unknown> {
  if (isListType(type)) return fc.array(ofType(type.ofType), { maxLength: 3 });
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const required = fields.filter(isRequiredInputField).map(({ name }) => name);
    return fc.record(Object.fromEntries(fields.map((field) => [field.name, ofType(field.type)])), {
      requiredKeys: required,
    });
  }
  const scalar = scalars[String(type)];
  if (scalar === undefined) throw new TypeError(`No values of type ${String(type)}`);
  return scalar;
}

/** What of JSON Schema zod writes for our routes. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly maximum?: number;
  readonly minimum?: number;
}

/** A value of the form that a schema asks for, or nearly: lengths and patterns are for the server to refuse. */
export function ofSchema(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(ofSchema));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case "object":
      return fc.record(
        Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, ofSchema(part)])),
        { requiredKeys: [...(schema.required ?? [])] },
      );
    case "string":
      return text;
    case "integer":
      return integer;
    case "number":
      return number;
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return anything;
  }
}

/** The same with one part that is missing, not asked for, or anything. */
export function nearly(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const broken = fc.tuple(value, fc.nat(), fc.constantFrom("drop", "add", "replace"), anything).map(spoil);
  return fc.oneof(
    { weight: 3, arbitrary: value },
    { weight: 2, arbitrary: broken },
    { weight: 1, arbitrary: anything },
  );
}

function spoil([value, which, how, other]: [unknown, number, string, unknown]): unknown {
  if (typeof value !== "object" || value === null) return other;
  const entries = Object.entries(value);
  const name = entries[which % Math.max(1, entries.length)]?.[0] ?? "";
  if (how === "add") return { ...value, unknown: other };
  if (how === "replace") return { ...value, [name]: other };
  return Object.fromEntries(entries.filter(([key]) => key !== name));
}
