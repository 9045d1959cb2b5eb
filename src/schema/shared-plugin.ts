import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosOutputFieldConfig,
  type SchemaTypes,
  type TypeParam,
} from "@pothos/core";
import type { GraphQLFieldResolver } from "graphql";
import type { Context } from "../context.ts";

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      shared: SharedPlugin<Types>;
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
      /**
       * Of a root field: its answer says what everybody may know, and depends on nothing but its arguments and the
       * catalogue, so that it may be given to others too.
       */
      shared?: true;
    }
  }
}

/** Vouches for the answers of root fields that are declared `shared`, and spoils those of all others. */
class SharedPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types["Context"], object>,
    { pothosOptions, kind }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types["Context"], object> {
    if (kind !== "Query" && kind !== "Mutation") return resolver;
    return (parent, args, context, info) => {
      // The builder's context is ours: Pothos cannot tell a plugin so.
      const { record } = context as unknown as Context;
      if (pothosOptions.shared) record.share();
      else record.spoil();
      return resolver(parent, args, context, info);
    };
  }
}

const name = "shared" as const;
SchemaBuilder.registerPlugin(name, SharedPlugin);
export default name;
