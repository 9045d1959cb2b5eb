import { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from "@pothos/core";
import type { GraphQLFieldResolver, GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";

/** One time that a field is asked for. */
interface Call {
  readonly parent: unknown;
  readonly args: Record<string, unknown>;
  readonly context: Context;
  readonly info: GraphQLResolveInfo;
}

export type Around = (call: Call, resolve: () => unknown) => unknown;

/** A plugin that does something around the resolvers of fields. */
export abstract class FieldPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  /** What is done around the field's resolver; undefined where nothing is. */
  protected abstract around(field: PothosOutputFieldConfig<Types>): Around | undefined;

  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types["Context"], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types["Context"], object> {
    const around = this.around(field);
    if (!around) return resolver;
    return (parent, args, context, info) =>
      // The builder's context is ours: Pothos cannot tell a plugin so.
      around({ parent, args: { ...args }, context: context as unknown as Context, info }, () =>
        resolver(parent, args, context, info),
      );
  }
}
