import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  isInputObjectType,
  isRequiredArgument,
  isRequiredInputField,
  getNullableType,
} from "graphql";
import type { Row } from "./table.ts";

/** One thing that a client may send, and where it ends up in the field's arguments. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "body";
  /** `["filter", "minPrice"]`; empty for the name of a field that is shown on demand. */
  readonly argument: readonly string[];
  /** Null for a field that is shown on demand. */
  readonly type: GraphQLInputType | null;
  /** Whether it may be left out: a part of an argument can be needed as soon as another part is there. */
  readonly needed: "always" | "together" | "never";
  /** How long a long text may be, as the schema has it; 0 for all that is short. */
  readonly characters: number;
  /** From the schema, for documents about the routes. */
  readonly description: string;
}

/**
 * The parameters of a route: arguments that the path names, and of the others, those of a GET or a DELETE in the query
 * (a DELETE has no body that means anything: RFC 9110, section 9.3.5) and those of another write in the body. Of input objects it is the fields that are the parameters, so both stay flat.
 */
export function parametersOf(row: Row, path: string, field: GraphQLField<unknown, unknown>): readonly Parameter[] {
  const elsewhere = /^(GET|DELETE) /.test(row.on) ? "query" : "body";
  const given = field.args.flatMap((argument): Parameter[] => {
    const whole = isRequiredArgument(argument) ? "always" : "never";
    if (path.includes(`{${argument.name}}`)) return [parameter(row, "path", [argument.name], argument, whole)];
    const object = getNullableType(argument.type);
    if (!isInputObjectType(object)) return [parameter(row, elsewhere, [argument.name], argument, whole)];
    return Object.values(object.getFields()).map((part) => {
      const needed = whole === "always" ? "always" : "together";
      return parameter(row, elsewhere, [argument.name, part.name], part, isRequiredInputField(part) ? needed : "never");
    });
  });
  const shown = (row.onDemand ?? []).map((name): Parameter => ({
    name,
    in: "query",
    argument: [],
    type: null,
    needed: "never",
    characters: 0,
    description: `Whether the answer has \`${name}\`.`,
  }));
  return [...given, ...shown];
}

function parameter(
  row: Row,
  place: Parameter["in"],
  argument: readonly string[],
  { type, description, extensions }: GraphQLArgument | GraphQLInputField,
  needed: Parameter["needed"],
): Parameter {
  const name = row.names?.[argument.join(".")] ?? argument.at(-1) ?? "";
  const { longText } = extensions;
  const characters = typeof longText === "number" ? longText : 0;
  return { name, in: place, argument, type, needed, characters, description: description ?? "" };
}

/** What the client calls the argument that a resolver complains of; resolvers do not always name its whole path. */
export function parameterAt(path: readonly string[], parameters: readonly Parameter[]): Parameter | undefined {
  return (
    parameters.find(({ argument }) => argument.length > 0 && argument.join(".") === path.join(".")) ??
    parameters.find(({ argument }) => argument.length > 0 && argument.at(-1) === path.at(-1))
  );
}
