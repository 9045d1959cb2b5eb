import SchemaBuilder, { type PothosOutputFieldConfig, type SchemaTypes } from "@pothos/core";
import { limitAct } from "../limits/limit-act.ts";
import { type Around, FieldPlugin } from "./field-plugin.ts";

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      limits: LimitsPlugin<Types>;
    }
  }
}

/** Counts a field's limits before its resolver runs, and after its scope has let the request in. */
class LimitsPlugin<Types extends SchemaTypes> extends FieldPlugin<Types> {
  protected override around({ pothosOptions: { limits } }: PothosOutputFieldConfig<Types>): Around | undefined {
    if (!limits || limits.rules.length === 0) return undefined;
    return async ({ parent, args, context, info }, resolve) => {
      await limitAct(limits, parent, args, context, info);
      return resolve();
    };
  }
}

const name = "limits" as const;
SchemaBuilder.registerPlugin(name, LimitsPlugin);
export default name;
