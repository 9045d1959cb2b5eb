import { isDeepStrictEqual } from "node:util";
import { narrowed, type Schema } from "./json-schema.ts";

interface Operation {
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * What clients that were written by one OpenAPI document would miss in another; one sentence each. At the old contracts
 * everything is that does more than explain.
 */
export function breaksOfDocument(released: string, now: string): readonly string[] {
  const [before, after] = [read(released), read(now)];
  return Object.entries(before.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, was]) => {
      const route = `${method.toUpperCase()} ${path}`;
      const is = after.paths[path]?.[method];
      if (!is) return [`${route} was removed.`];
      if (was.tags?.includes("v2")) return breaksOfOperation(was, is).map((what) => `${route} ${what}.`);
      return isDeepStrictEqual(was, is) ? [] : [`${route} of an old contract was changed.`];
    }),
  );
}

function breaksOfOperation(was: Operation, is: Operation): string[] {
  const parameters = (is.parameters ?? []).flatMap((now) => {
    const before = was.parameters?.find(({ name, in: place }) => name === now.name && place === now.in);
    if (now.required === true && before?.required !== true) return [`needs ${now.in} parameter ${now.name}`];
    return before ? narrowed(before.schema, now.schema, "in").map((what) => `${now.in} ${now.name}${what}`) : [];
  });
  const gone = (was.parameters ?? [])
    .filter(({ name, in: place }) => !is.parameters?.some((now) => now.name === name && now.in === place))
    .map(({ name, in: place }) => `takes no ${place} parameter ${name} any more`);
  return [...parameters, ...gone, ...breaksOfBody(was.requestBody, is.requestBody), ...breaksOfAnswers(was, is)];
}

function breaksOfBody(was: Operation["requestBody"], is: Operation["requestBody"]): string[] {
  if (is?.required === true && was?.required !== true) return ["needs a body"];
  const [before, now] = [was, is].map((body) => body?.content["application/json"]?.schema);
  if (before && !now) return ["takes no body any more"];
  return before && now ? narrowed(before, now, "in").map((what) => `body${what}`) : [];
}

/** Errors may become others: clients go by their codes, of which schema.graphql has the list. */
function breaksOfAnswers(was: Operation, is: Operation): string[] {
  return Object.entries(was.responses)
    .filter(([status]) => status.startsWith("2"))
    .flatMap(([status, { content }]) => {
      const before = content?.["application/json"]?.schema;
      const answer = is.responses[status];
      if (!answer) return [`does not answer ${status} any more`];
      const now = answer.content?.["application/json"]?.schema;
      if (!before) return [];
      return now ? narrowed(before, now, "out").map((what) => `answer${what}`) : [`answer is empty`];
    });
}

/** The document without what only explains, and with everything in its place instead of references. */
function read(text: string): Document {
  const document: Document = JSON.parse(text);
  const paths: Document["paths"] = JSON.parse(JSON.stringify(document.paths, plain));
  return { ...document, paths };

  function plain(key: string, value: unknown): unknown {
    if (EXPLAINS.has(key) && typeof value !== "object") return undefined;
    if (LEFT_OUT.has(key)) return undefined;
    if (typeof value !== "object" || value === null || !("$ref" in value)) return value;
    const [, , kind = "", name = ""] = String(value.$ref).split("/");
    return document.components[kind]?.[name];
  }
}

const EXPLAINS = new Set(["description", "summary"]);
const LEFT_OUT = new Set(["example", "examples", "x-ratelimit"]);
