import { readFileSync } from "node:fs";
import { buildSchema, getOperationAST, getVariableValues, Kind, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { readExamples } from "./index.ts";

// The committed one: it is checked to be the server's.
const schema = buildSchema(readFileSync("schema.graphql", "utf8"));
const examples = readExamples();

describe("the explorer's examples", () => {
  it("come in the order of their numbers, without gaps", () => {
    const numbers = examples.map(({ name }) => Number(/^(\d\d)-/.exec(name)?.[1]));
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it("are for the shop, an account, or administration", () => {
    expect([...new Set(examples.map(({ task }) => task))]).toEqual(["the shop", "an account", "administration"]);
  });

  it("have different titles, which are the names of their operations", () => {
    const titles = examples.map(({ query }) => getOperationAST(parse(query))?.name?.value);
    expect(titles).not.toContain(undefined);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe.each(examples)("$name", ({ query, variables }) => {
  const operation = getOperationAST(parse(query));

  it("is one operation that the schema allows, and says what it shows", () => {
    expect(validate(schema, parse(query))).toEqual([]);
    expect(operation?.kind).toBe(Kind.OPERATION_DEFINITION);
    expect(query).toMatch(/^# \S/);
  });

  it("has the variables that it asks for, and no others", () => {
    const inputs: unknown = JSON.parse(variables ?? "{}");
    const names = operation?.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
    expect(Object.keys(Object(inputs)).sort()).toEqual(names.sort());
    expect(getVariableValues(schema, operation?.variableDefinitions ?? [], Object(inputs)).errors).toBeUndefined();
  });
});
