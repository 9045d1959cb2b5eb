/** Operations that the schema allows, and nobody has thought of. */
import * as fc from "fast-check";
import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import { schema } from "../../src/schema/index.ts";
import { ofType } from "./values.ts";

const DEEPEST = 4;

interface Variable {
  readonly type: GraphQLInputType;
  readonly value: unknown;
}

/** A selection whose arguments are holes for variables. */
interface Part {
  readonly text: (name: (variable: Variable) => string) => string;
}

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** One to three root fields, each with a selection of its own. */
export function operations(kind: "query" | "mutation"): fc.Arbitrary<Operation> {
  const root = kind === "query" ? schema.getQueryType() : schema.getMutationType();
  const fields = Object.values(root?.getFields() ?? {});
  return fc
    .array(
      fc.constantFrom(...fields).chain((field) => selected(field, DEEPEST)),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => whole(kind, parts));
}

function whole(kind: string, parts: readonly Part[]): Operation {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const name = ({ type, value }: Variable): string => {
    const called = `v${declared.length}`;
    declared.push(`$${called}: ${String(type)}`);
    variables[called] = value;
    return `$${called}`;
  };
  const body = parts.map((part, i) => `a${i}: ${part.text(name)}`).join(" ");
  return { query: `${kind} ${declared.length > 0 ? `(${declared.join(", ")})` : ""} { ${body} }`, variables };
}

type Field = GraphQLField<unknown, unknown>;

function selected(field: Field, depth: number): fc.Arbitrary<Part> {
  const given = field.args.map((argument) => {
    const value = ofType(argument.type).map((made) => ({ type: argument.type, value: made }));
    const some = isRequiredArgument(argument) ? value : fc.option(value, { nil: undefined, freq: 2 });
    return some.map((variable) => ({ name: argument.name, variable }));
  });
  return fc.tuple(fc.tuple(...given), selection(getNamedType(field.type).name, depth)).map(([args, inner]) => ({
    text: (name) => {
      const passed = args.flatMap((each) =>
        each.variable === undefined ? [] : [`${each.name}: ${name(each.variable)}`],
      );
      return `${field.name}${passed.length > 0 ? `(${passed.join(", ")})` : ""}${inner.text(name)}`;
    },
  }));
}

function selection(typeName: string, depth: number): fc.Arbitrary<Part> {
  const type = schema.getType(typeName);
  if (isLeafType(type)) return fc.constant({ text: () => "" });
  const objects = isObjectType(type) ? [type] : isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  return fc
    .constantFrom(...objects)
    .chain((object) => fieldsOf(object, depth))
    .map((parts) => ({
      text: (name) => {
        // Aliases, since one field may be taken twice with other arguments.
        const inner = parts.map(({ part }, i) => `b${i}: ${part.text(name)}`).join(" ");
        const on = parts[0]?.on ?? "";
        return isObjectType(type) ? ` { ${inner} }` : ` { ... on ${on} { ${inner} } }`;
      },
    }));
}

function fieldsOf(object: GraphQLObjectType, depth: number): fc.Arbitrary<{ part: Part; on: string }[]> {
  const all = Object.values(object.getFields());
  const leaves = all.filter((field) => isLeafType(getNamedType(field.type)));
  // At the bottom nothing that has parts of its own.
  const possible = depth > 1 ? all : leaves;
  const field =
    possible.length > 0 ? fc.constantFrom(...possible).chain((each) => selected(each, depth - 1)) : typeNamePart;
  return fc
    .array(field, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map((part) => ({ part, on: object.name })));
}

const typeNamePart: fc.Arbitrary<Part> = fc.constant({ text: () => "__typename" });
