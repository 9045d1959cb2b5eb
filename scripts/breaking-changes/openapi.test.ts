import { describe, expect, it } from "vitest";
import { breaksOfDocument } from "./openapi.ts";

interface Parts {
  readonly tag?: string;
  readonly path?: string;
  readonly query?: object;
  readonly body?: object;
  readonly answer?: object;
  readonly description?: string;
}

const text = { type: "string" };

/** A document with one route. */
function document({
  tag = "v2",
  path = "/things",
  query = {},
  body,
  answer = text,
  description = "",
}: Parts = {}): string {
  const parameters = Object.entries(query).map(([name, schema]) => ({ name, in: "query", schema }));
  const content = (schema: unknown) => ({ content: { "application/json": { schema } } });
  const route = {
    tags: [tag],
    description,
    parameters,
    ...(body && { requestBody: content(body) }),
    responses: { 200: content(answer) },
  };
  return JSON.stringify({ paths: { [path]: { post: route } }, components: {} });
}

const breaks = (was: Parts, is: Parts) => breaksOfDocument(document(was), document(is));
const object = (properties: object, required: readonly string[] = []) => ({ type: "object", properties, required });

describe("a change of /api/v2", () => {
  it("breaks clients when a route or a parameter goes, or takes less", () => {
    expect(breaks({}, { path: "/other" })).toEqual(["POST /things was removed."]);
    expect(breaks({ query: { first: text } }, {})).toEqual(["POST /things takes no query parameter first any more."]);
    expect(breaks({ query: { first: { enum: ["a", "b"] } } }, { query: { first: { enum: ["a"] } } })).toEqual([
      "POST /things query first does not take b any more.",
    ]);
  });

  it("breaks clients when a body has to have more, or may have less", () => {
    const was = { body: object({ name: { ...text, maxLength: 9 }, size: text }) };
    expect(breaks(was, { body: object({ name: { ...text, maxLength: 8 } }, ["name"]) })).toEqual([
      "POST /things body.name has a stricter maxLength.",
      "POST /things body.size was removed.",
      "POST /things body.name is required now.",
    ]);
  });

  it("breaks clients when an answer has less, or something else", () => {
    const was = { answer: object({ name: text, tags: { type: "array", items: text } }, ["name", "tags"]) };
    const is = {
      answer: object({ name: { type: ["string", "null"] }, tags: { type: "array", items: { type: "number" } } }, [
        "tags",
      ]),
    };
    expect(breaks(was, is)).toEqual([
      "POST /things answer.name has another type.",
      "POST /things answer.tags[] has another type.",
      "POST /things answer.name may be missing now.",
    ]);
    expect(breaks({ answer: text }, { answer: { anyOf: [text, { type: "null" }] } })).toEqual([
      "POST /things answer has other choices.",
    ]);
  });

  it("breaks nobody when it takes more, answers more, or says it otherwise", () => {
    expect(breaks({ query: { first: text } }, { query: { first: text, last: text }, description: "x" })).toEqual([]);
    expect(breaks({ body: object({ name: text }, ["name"]) }, { body: object({ name: text, size: text }) })).toEqual(
      [],
    );
    expect(
      breaks({ answer: object({ name: text }) }, { answer: object({ name: text, size: text }, ["size"]) }),
    ).toEqual([]);
  });
});

describe("a change of an old contract", () => {
  it("breaks clients whatever it is, but for words", () => {
    const was = { tag: "bearer", answer: object({ name: text }) };
    expect(breaks(was, { ...was, description: "other words" })).toEqual([]);
    expect(breaks(was, { ...was, answer: object({ name: text, size: text }) })).toEqual([
      "POST /things of an old contract was changed.",
    ]);
  });
});
