/** As far as zod writes it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly [keyword: string]: unknown;
}

/** Whether it is about what clients send or about what they get. */
type Direction = "in" | "out";

/**
 * How a schema has become one that clients cannot go on with: what they send is not taken any more, or what they get is
 * something else. Each begins with where that is: `.price has another type`.
 */
export function narrowed(was: Schema, is: Schema, direction: Direction): string[] {
  if (was.anyOf ?? is.anyOf) return sameChoices(was, is, direction);
  return [
    ...(takes(direction === "in" ? is : was, direction === "in" ? was : is) ? [] : [" has another type"]),
    ...limits(was, is, direction),
    ...properties(was, is, direction),
    ...(was.items && is.items ? narrowed(was.items, is.items, direction).map((what) => `[]${what}`) : []),
  ];
}

/** Whether every type that one schema gives is one that the other takes. */
function takes(wide: Schema, narrow: Schema): boolean {
  const [types, given] = [wide, narrow].map(({ type }) => (type === undefined ? [] : [type].flat()));
  if (!types || types.length === 0) return true;
  return (given ?? []).length > 0 && (given ?? []).every((type) => types.includes(type));
}

/** One choice beside others stands for itself: by place, since none is likely to be put in between. */
function sameChoices(was: Schema, is: Schema, direction: Direction): string[] {
  const [before, now] = [was.anyOf ?? [was], is.anyOf ?? [is]];
  const [kept, others] = direction === "in" ? [before, now] : [now, before];
  return kept.every((one) =>
    others.some(
      (other) => narrowed(direction === "in" ? one : other, direction === "in" ? other : one, direction).length === 0,
    ),
  )
    ? []
    : [" has other choices"];
}

const AT_MOST = ["maxLength", "maximum", "maxItems"];
const AT_LEAST = ["minLength", "minimum", "minItems"];

/** More of what is sent is refused. What is got may have any of its values: new ones of an enum are no surprise. */
function limits(was: Schema, is: Schema, direction: Direction): string[] {
  if (direction === "out") return [];
  const less = [...AT_MOST, ...AT_LEAST].filter((keyword) => {
    const [before, now] = [was[keyword], is[keyword]];
    if (typeof now !== "number") return false;
    return typeof before !== "number" || (AT_MOST.includes(keyword) ? now < before : now > before);
  });
  const gone = (was.enum ?? []).filter((value) => is.enum && !is.enum.includes(value));
  return [
    ...less.map((keyword) => ` has a stricter ${keyword}`),
    ...gone.map((value) => ` does not take ${String(value)} any more`),
  ];
}

function properties(was: Schema, is: Schema, direction: Direction): string[] {
  const [before, now] = [was.properties ?? {}, is.properties ?? {}];
  const inner = Object.entries(before).flatMap(([name, schema]) => {
    const other = now[name];
    if (!other) return [`.${name} was removed`];
    return narrowed(schema, other, direction).map((what) => `.${name}${what}`);
  });
  const [must, mustHave] = direction === "in" ? [is.required, was.required] : [was.required, is.required];
  const changed = (must ?? []).filter((name) => !mustHave?.includes(name) && (direction === "in" || name in now));
  return [
    ...inner,
    ...changed.map((name) => (direction === "in" ? `.${name} is required now` : `.${name} may be missing now`)),
  ];
}
