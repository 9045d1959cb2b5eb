import { getDatamodel } from "../../generated/pothos/types.ts";

export interface Column {
  readonly name: string;
  /** The data model's type; `String` for an enumeration. */
  readonly type: string;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The columns of the primary key. */
  readonly key: readonly string[];
  /** The column whose values the database counts up; undefined: none. */
  readonly counter: string | undefined;
}

type Model = ReturnType<typeof getDatamodel>["datamodel"]["models"][string];

/** Every table of a shop, as the data model has them: a new model is one more of them without anybody's doing. */
export const tables: readonly Table[] = Object.entries(getDatamodel().datamodel.models).map(tableOf);

/** A name as SQL has it, on either engine. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function tableOf([name, model]: [string, Model]): Table {
  const stored = model.fields.filter(({ kind }) => kind !== "object");
  const id = stored.find(({ isId }) => isId);
  return {
    name,
    columns: stored.map(({ name, kind, type }) => ({ name, type: kind === "enum" ? "String" : type })),
    key: model.primaryKey?.fields ?? (id ? [id.name] : []),
    // The only default that an integer key has use for.
    counter: id?.hasDefaultValue && (id.type === "Int" || id.type === "BigInt") ? id.name : undefined,
  };
}
