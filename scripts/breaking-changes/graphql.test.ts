import { describe, expect, it } from "vitest";
import { plain, toldOf } from "./changelog.ts";
import { breaksOfSchema } from "./graphql.ts";

const released = "type Query { shop: String! words(first: Int): [String!]! }";

describe("a change of schema.graphql", () => {
  it("breaks clients when something goes, may be null, or has to be said", () => {
    expect(breaksOfSchema(released, "type Query { shop: String words(first: Int!): [String!]! }")).toEqual([
      "Query.shop changed type from String! to String.",
      "Query.words arg first has changed type from Int to Int!.",
    ]);
    expect(breaksOfSchema(released, "type Query { shop(nr: Int): String! }")).toEqual(["Query.words was removed."]);
  });

  it("breaks nobody when something comes", () => {
    const more = "type Query { shop: String! words(first: Int, last: Int): [String!]! more: Int }";
    expect(breaksOfSchema(released, more)).toEqual([]);
  });
});

describe("the changelog", () => {
  const changelog = [
    "# Changelog",
    "## Unreleased",
    "### Breaking",
    "- `Query.words`",
    "  was removed.",
    "### Fixed",
    "- Query.shop was removed.",
    "## 0.1.0",
    "### Breaking",
    "- Query.old was removed.",
  ].join("\n\n");

  it("tells a break when it says so of what is unreleased, under its heading", () => {
    const told = toldOf(changelog);
    expect(told.has(plain("Query.words was removed."))).toBe(true);
    expect(told.has(plain("Query.shop was removed."))).toBe(false);
    expect(told.has(plain("Query.old was removed."))).toBe(false);
  });
});
