import type { Leeway, Leeways } from "../../rest/contract.ts";
import type { Answer, Body } from "./exchange.ts";
import { presentable } from "./secrets.ts";

/** A place at which two answers do not say the same. */
export interface Difference {
  /** `status`, `header content-type`, `cookie access_token`, `body data.items.0.name`. */
  readonly where: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** What two servers call the same thing. */
export interface Bindings {
  /** A secret of the recording has this value at the target. */
  learn(variable: string, value: string): void;
  /** The id at the target of what the recording knows by another one; the same one unless it was learned otherwise. */
  idFor(recorded: unknown): unknown;
  learnId(recorded: unknown, actual: unknown): void;
}

/** Where the target's answer differs from the recorded one, beyond the leeway that the route's table gives it. */
export function compare(expected: Answer, actual: Answer, leeways: Leeways, bindings: Bindings): Difference[] {
  const differences: Difference[] = [];
  const differ = (where: string, one: unknown, other: unknown) =>
    differences.push({ where, expected: one, actual: presentable(other, where.split(" ").at(-1)) });
  if (expected.status !== actual.status) differ("status", expected.status, actual.status);
  for (const [name, value] of Object.entries(expected.headers)) {
    const other = actual.headers[name];
    if (!sameHeader(name, value, other)) differ(`header ${name}`, value, other);
  }
  compareCookies(expected, actual, bindings, differ);
  compareBodies(expected.body, actual.body, { leeways, bindings, differ });
  return differences;
}

type Differ = (where: string, expected: unknown, actual: unknown) => void;

function sameHeader(name: string, expected: string, actual: string | undefined): boolean {
  // Files were copied at another time; a type's parameters, such as the charset of JSON, say nothing new.
  if (name === "last-modified") return actual !== undefined;
  if (name === "content-type") return mediaType(expected) === mediaType(actual ?? "");
  return expected === actual;
}

const mediaType = (header: string): string => (header.split(";", 1)[0] ?? "").trim().toLowerCase();

const COOKIE = /^([^=;]*)=("?Bearer(?: |%20))?([^;]*)(.*)$/is;

function compareCookies(expected: Answer, actual: Answer, bindings: Bindings, differ: Differ): void {
  for (const cookie of expected.cookies) {
    const [, name = "", scheme = "", value = "", attributes = ""] = COOKIE.exec(cookie) ?? [];
    const other = actual.cookies.find((candidate) => candidate.startsWith(`${name}=`));
    const [, , otherScheme = "", otherValue = "", otherAttributes = ""] = COOKIE.exec(other ?? "") ?? [];
    const same =
      scheme === otherScheme &&
      (value === "") === (otherValue === "") &&
      JSON.stringify(attributeSet(attributes)) === JSON.stringify(attributeSet(otherAttributes));
    if (!same) differ(`cookie ${name}`, cookie, other);
    else if (value !== "") learnToken(value, otherValue, bindings);
  }
}

const attributeSet = (text: string): string[] =>
  text
    .split(";")
    .map((attribute) => attribute.trim().toLowerCase())
    .filter((attribute) => attribute !== "" && !attribute.startsWith("expires="))
    .sort();

interface Rules {
  readonly leeways: Leeways;
  readonly bindings: Bindings;
  readonly differ: Differ;
}

function compareBodies(expected: Body, actual: Body, rules: Rules): void {
  if (expected.kind === "json" && actual.kind === "json") {
    compareValues("body", expected.value, actual.value, rules.leeways[""], rules);
  } else if (expected.kind !== actual.kind) rules.differ("body", expected, actual);
  else if (expected.kind === "bytes" && actual.kind === "bytes" && expected.sha256 !== actual.sha256) {
    rules.differ("body", `${expected.length} bytes`, `${actual.length} other bytes`);
  }
}

function compareValues(
  where: string,
  expected: unknown,
  actual: unknown,
  leeway: Leeway | undefined,
  rules: Rules,
): void {
  if (leeway !== undefined && leeway !== "order") {
    if (!agrees(leeway, expected, actual, rules.bindings)) rules.differ(where, expected, actual);
  } else if (Array.isArray(expected) && Array.isArray(actual)) {
    compareLists(where, expected, actual, leeway === "order", rules);
  } else if (isRecord(expected) && isRecord(actual)) {
    for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      compareValues(`${where} ${name}`, expected[name], actual[name], rules.leeways[name], rules);
    }
  } else if (!isSame(expected, actual)) rules.differ(where, expected, actual);
}

/** 6.8500000000000005 is how a server with binary prices writes 6.85. */
const isSame = (expected: unknown, actual: unknown): boolean =>
  expected === actual ||
  (typeof expected === "number" && typeof actual === "number" && Math.abs(expected - actual) < 1e-9);

function compareLists(
  where: string,
  expected: readonly unknown[],
  actual: readonly unknown[],
  anyOrder: boolean,
  rules: Rules,
): void {
  if (expected.length !== actual.length) return rules.differ(`${where} (entries)`, expected.length, actual.length);
  const [one, other] = anyOrder ? [sorted(expected), sorted(actual)] : [expected, actual];
  for (const [index, value] of one.entries()) compareValues(`${where} ${index}`, value, other[index], undefined, rules);
}

const sorted = (list: readonly unknown[]): unknown[] =>
  list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function agrees(leeway: Exclude<Leeway, "order">, expected: unknown, actual: unknown, bindings: Bindings): boolean {
  switch (leeway) {
    case "any":
      return true;
    case "text":
      return typeof expected === "string" && typeof actual === "string";
    case "time":
      return expected === actual || (isTime(expected) && isTime(actual));
    case "token":
      return typeof expected === "string" && typeof actual === "string" && learnToken(expected, actual, bindings);
    case "id":
      return bindings.idFor(expected) === actual;
    case "new id":
      if (typeof expected !== typeof actual) return false;
      bindings.learnId(expected, actual);
      return true;
  }
}

const isTime = (value: unknown): boolean => typeof value === "string" && !Number.isNaN(Date.parse(value));

/** A token is as good as any other, as long as there is one. */
function learnToken(expected: string, actual: string, bindings: Bindings): boolean {
  const variable = /^\{\{(.+)\}\}$/.exec(expected)?.[1];
  if (variable !== undefined && actual !== "") bindings.learn(variable, actual);
  return actual !== "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
