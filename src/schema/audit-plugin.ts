import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type InputShapeFromFields,
  type PothosOutputFieldConfig,
  type SchemaTypes,
  type TypeParam,
} from "@pothos/core";
import type { GraphQLFieldResolver } from "graphql";
import type { Context } from "../context.ts";
import { AUDITED, audited, type FieldAudit } from "./audit-act.ts";

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      audit: AuditPlugin<Types>;
    }
    // The parameters are those of Pothos' own interface, which this one merges with.
    interface FieldOptions<
      Types extends SchemaTypes,
      ParentShape,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > {
      /** Of a mutation: what the audit trail says of it. All mutations are in the trail. */
      audit?: FieldAudit<InputShapeFromFields<Args>>;
    }
  }
}

/** Has the audit trail tell of every mutation: around all other checks, so that what they refuse is in it too. */
class AuditPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    return config.kind === "Mutation" ? { ...config, extensions: { ...config.extensions, ...AUDITED } } : config;
  }

  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types["Context"], object>,
    { name, kind, pothosOptions: { audit } }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types["Context"], object> {
    if (kind !== "Mutation") return resolver;
    return (parent, args, context, info) =>
      // The builder's context is ours: Pothos cannot tell a plugin so.
      audited({ name, audit, args: { ...args }, context: context as unknown as Context }, () =>
        resolver(parent, args, context, info),
      );
  }
}

const name = "audit" as const;
SchemaBuilder.registerPlugin(name, AuditPlugin);
export default name;
