import type { GraphQLField } from "graphql";
import type { Audience } from "../answers/record.ts";
import { describeRule, limitRules, type LimitRuleName } from "../limits/rules.ts";
import { audienceOf } from "../schema/scopes.ts";
import type { DescribedRoute } from "./routes.ts";

type Field = GraphQLField<unknown, unknown>;

const optionsOf = ({ extensions }: Field): object => Object(extensions["pothosOptions"]);

/** The limits that a root field counts against. */
export function limitsOf(field: Field): readonly LimitRuleName[] {
  const options = optionsOf(field);
  const limits: unknown = "limits" in options ? options.limits : undefined;
  if (typeof limits !== "object" || limits === null || !("rules" in limits) || !Array.isArray(limits.rules)) return [];
  return limits.rules.filter((name): name is LimitRuleName => typeof name === "string" && name in limitRules);
}

/** Whether a root field's answers are the same for everybody, so that they have a tag. */
export function isShared(field: Field): boolean {
  const options = optionsOf(field);
  return "shared" in options && options.shared === ("everybody" satisfies Audience);
}

/** Who may use a field, and what that counts against at a door. */
export function useOf(field: Field, door: DescribedRoute["door"]): string {
  const options = optionsOf(field);
  const audience = "authScopes" in options ? audienceOf(options.authScopes) : null;
  const limits = limitsOf(field).map((name) => describeRule(name, door));
  return [
    ...(audience === null ? [] : [`For ${audience}.`]),
    ...(limits.length === 0 ? [] : [`Counts against ${limits.join(" and ")}.`]),
  ].join(" ");
}
