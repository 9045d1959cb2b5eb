import SchemaBuilder, { type PothosOutputFieldConfig, type SchemaTypes } from "@pothos/core";
import { type Around, FieldPlugin } from "./field-plugin.ts";

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      shared: SharedPlugin<Types>;
    }
  }
}

/** Vouches for the answers of root fields that are declared `shared`, and spoils those of all others. */
class SharedPlugin<Types extends SchemaTypes> extends FieldPlugin<Types> {
  protected override around({ kind, pothosOptions }: PothosOutputFieldConfig<Types>): Around | undefined {
    if (kind !== "Query" && kind !== "Mutation") return undefined;
    return ({ context: { record } }, resolve) => {
      if (pothosOptions.shared) record.share(pothosOptions.shared);
      else record.spoil();
      return resolve();
    };
  }
}

const name = "shared" as const;
SchemaBuilder.registerPlugin(name, SharedPlugin);
export default name;
