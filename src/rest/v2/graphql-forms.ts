import {
  getNullableType,
  type GraphQLOutputType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import { z } from "zod";

/** Forms of the schema's scalars as JSON. */
const scalars: Readonly<Record<string, z.ZodType>> = {
  Boolean: z.boolean(),
  CurrencyCode: z.string().regex(/^[A-Z]{3}$/),
  DateTime: z.iso.datetime(),
  Decimal: z.string().regex(/^-?\d+(\.\d+)?$/),
  ID: z.string(),
  Int: z.int32(),
  JSON: z.record(z.string(), z.unknown()),
  String: z.string(),
};

/** A field that a document asks for, and what it asks for of it. */
interface AskedField {
  readonly name: string;
  readonly description: string;
  readonly type: GraphQLOutputType;
  readonly selected: SelectionSetNode | undefined;
}

/** The fields that are selected of an object. */
export function fieldsOf(type: GraphQLOutputType, set: SelectionSetNode | undefined): AskedField[] {
  const object = getNullableType(type);
  if (!isObjectType(object)) throw new TypeError(`${String(type)} is no object`);
  return (set?.selections ?? []).map((selection) => {
    const field = selection.kind === Kind.FIELD ? object.getFields()[selection.name.value] : undefined;
    if (selection.kind !== Kind.FIELD || !field) throw new TypeError(`An unknown part of ${object.name} is selected`);
    const { name, description, type: ofField } = field;
    return { name, description: description ?? "", type: ofField, selected: selection.selectionSet };
  });
}

/** Forms of what documents answer, by the schema's types. Objects of which the same is asked are one form, with one name. */
export class GraphQLForms {
  readonly #known = new Map<string, z.ZodType>();
  readonly #named = new Set<string>();

  /** @param onDemand names of fields that an answer may do without */
  formOf(type: GraphQLOutputType, set: SelectionSetNode | undefined, onDemand: readonly string[]): z.ZodType {
    if (!isNonNullType(type)) return this.#notNull(type, set, onDemand).nullable();
    return this.#notNull(type.ofType, set, onDemand);
  }

  formOfField({ name, description, type, selected }: AskedField, onDemand: readonly string[]): z.ZodType {
    const form = this.formOf(type, selected, onDemand);
    const said = description === "" ? form : form.describe(description);
    return onDemand.includes(name) ? said.optional() : said;
  }

  #notNull(type: GraphQLOutputType, set: SelectionSetNode | undefined, onDemand: readonly string[]): z.ZodType {
    if (isListType(type)) return z.array(this.formOf(type.ofType, set, onDemand));
    if (isEnumType(type)) return z.enum(type.getValues().map(({ name }) => name));
    if (isObjectType(type)) return this.#object(type.name, fieldsOf(type, set), onDemand);
    const form = scalars[String(type)];
    if (!form) throw new TypeError(`No form is known of ${String(type)} in an answer of /api/v2`);
    return form;
  }

  #object(name: string, fields: readonly AskedField[], onDemand: readonly string[]): z.ZodType {
    const made = z.strictObject(
      Object.fromEntries(fields.map((field) => [field.name, this.formOfField(field, onDemand)])),
    );
    const key = `${name} ${JSON.stringify(z.toJSONSchema(made))}`;
    const known = this.#known.get(key) ?? this.#name(name, made);
    this.#known.set(key, known);
    return known;
  }

  /** The fullest form of a type comes first, since things lead to each other; what is less has no name. */
  #name(name: string, form: z.ZodType): z.ZodType {
    if (this.#named.has(name)) return form;
    this.#named.add(name);
    return form.meta({ id: name });
  }
}
