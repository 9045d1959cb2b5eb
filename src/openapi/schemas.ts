import { z } from "zod";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Formats whose patterns would say the same at great length. */
const SELF_EVIDENT = new Set(["date-time", "uuid", "email"]);

/** JSON Schemas of forms; those with a name stand in `components` once, and are referred to everywhere else. */
export class Schemas {
  readonly #components = new Map<string, JsonSchema>();

  /** @param io whether it is about what comes in, before it is read, or about what goes out */
  of(form: z.ZodType, io: "input" | "output"): JsonSchema {
    const {
      $schema: _draft,
      $defs = {},
      ...schema
    } = z.toJSONSchema(form, {
      io,
      unrepresentable: "any",
      override: ({ jsonSchema }) => {
        if (SELF_EVIDENT.has(jsonSchema.format ?? "")) delete jsonSchema.pattern;
        delete jsonSchema.id;
      },
    });
    for (const [name, definition] of Object.entries($defs)) this.#add(name, refersToComponents(definition));
    return refersToComponents(schema);
  }

  get components(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#components].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  #add(name: string, schema: JsonSchema): void {
    const known = this.#components.get(name);
    if (known && JSON.stringify(known) !== JSON.stringify(schema)) throw new TypeError(`Two forms are called ${name}`);
    this.#components.set(name, schema);
  }
}

const refersToComponents = (schema: object): JsonSchema => {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/');
  const parsed: JsonSchema = JSON.parse(text);
  return parsed;
};
