import SchemaBuilder, { type PothosOutputFieldConfig, type SchemaTypes } from "@pothos/core";
import { AUDITED, audited } from "./audit-act.ts";
import { type Around, FieldPlugin } from "./field-plugin.ts";

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      audit: AuditPlugin<Types>;
    }
  }
}

/** Has the audit trail tell of every mutation: around all other checks, so that what they refuse is in it too. */
class AuditPlugin<Types extends SchemaTypes> extends FieldPlugin<Types> {
  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    return config.kind === "Mutation" ? { ...config, extensions: { ...config.extensions, ...AUDITED } } : config;
  }

  protected override around({
    name,
    kind,
    pothosOptions: { audit },
  }: PothosOutputFieldConfig<Types>): Around | undefined {
    if (kind !== "Mutation") return undefined;
    return ({ args, context }, resolve) => audited({ name, audit, args, context }, resolve);
  }
}

const name = "audit" as const;
SchemaBuilder.registerPlugin(name, AuditPlugin);
export default name;
