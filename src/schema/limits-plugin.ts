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
import { type FieldLimits, limitAct } from "../limits/limit-act.ts";

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      limits: LimitsPlugin<Types>;
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
      /** How often the field may be asked for; root fields have to say. */
      limits?: FieldLimits<InputShapeFromFields<Args>>;
    }
  }
}

/** Counts a field's limits before its resolver runs, and after its scope has let the request in. */
class LimitsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types["Context"], object>,
    { pothosOptions }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types["Context"], object> {
    const { limits } = pothosOptions;
    if (!limits || limits.rules.length === 0) return resolver;
    return async (parent, args, context, info) => {
      // The builder's context is ours: Pothos cannot tell a plugin so.
      await limitAct(limits, parent, { ...args }, context as unknown as Context, info);
      return resolver(parent, args, context, info);
    };
  }
}

const name = "limits" as const;
SchemaBuilder.registerPlugin(name, LimitsPlugin);
export default name;
