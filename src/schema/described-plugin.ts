import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from "@pothos/core";
import { describeRule } from "../limits/rules.ts";
import { audienceOf } from "./scopes.ts";

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      described: DescribedPlugin<Types>;
    }
  }
}

/** Adds to the description of a field who may ask for it and what that counts against: out of what sees to it. */
class DescribedPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const { limits, authScopes } = config.pothosOptions;
    const audience = audienceOf(authScopes);
    const said = [
      ...(audience === null ? [] : [`For ${audience}.`]),
      ...(limits
        ? [`Counts against ${limits.rules.map((name) => describeRule(name)).join(" and ") || "no limit"}.`]
        : []),
    ];
    if (said.length === 0) return config;
    return { ...config, description: [config.description ?? "", ...said].join(" ").trim() };
  }
}

const name = "described" as const;
SchemaBuilder.registerPlugin(name, DescribedPlugin);
export default name;
