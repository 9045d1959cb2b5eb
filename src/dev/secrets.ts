import { type ASTNode, type DocumentNode, Kind, print, visit } from "graphql";

/** What stands in the place of a secret. */
export const HIDDEN = "•••";

/** Names of what signs somebody in, however they are written. */
const SECRET = /password|token|secret|authorization|cookie|otp|recoverycode|factorcode|^uri$/;
/** In what clients send it is a secret; in answers it says what went wrong. */
const CODE = "code";
/** Tokens, wherever they stand. */
const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;

const isSecret = (name: string): boolean => SECRET.test(name.toLowerCase().replaceAll(/[_-]/g, ""));
const isSecretInput = (name: string): boolean => name.toLowerCase() === CODE || isSecret(name);

/** What a client has sent, without what is secret in it. @param names that are secret besides */
export const hiddenInput = (value: unknown, names: ReadonlySet<string> = new Set()): unknown =>
  hidden(value, (name) => isSecretInput(name) || names.has(name));

/** What a client was answered, likewise. */
export const hiddenAnswer = (value: unknown, names: ReadonlySet<string> = new Set()): unknown =>
  hidden(value, (name) => isSecret(name) || names.has(name));

function hidden(value: unknown, hides: (name: string) => boolean): unknown {
  if (typeof value === "string") return value.replaceAll(TOKEN, HIDDEN);
  if (Array.isArray(value)) return value.map((one) => hidden(one, hides));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, held !== null && hides(name) ? HIDDEN : hidden(held, hides)]),
  );
}

/** A document without the secrets that were written into it, and the names that it gives to secrets of its own. */
export function hiddenDocument(document: DocumentNode): { readonly text: string; readonly names: ReadonlySet<string> } {
  const names = new Set<string>();
  const replaced = { kind: Kind.STRING, value: HIDDEN } as const;
  const literal = (node: ASTNode, _key: unknown, parent: Parent, _path: unknown, ancestors: readonly Parent[]) =>
    isForSecret([...ancestors, parent]) ? replaced : node;
  const shown = visit(document, {
    StringValue: literal,
    IntValue: literal,
    FloatValue: literal,
    Variable: ({ name }, _key, parent, _path, ancestors) => {
      if (isForSecret([...ancestors, parent])) names.add(name.value);
    },
    Field: ({ alias, name }) => {
      if (alias && isSecret(name.value)) names.add(alias.value);
    },
  });
  return { text: print(shown), names };
}

type Parent = ASTNode | readonly ASTNode[] | undefined;

/** Whether something stands in an argument, or in a field of one, that takes a secret. */
const isForSecret = (around: readonly Parent[]): boolean =>
  around.some(
    (node) =>
      node !== undefined &&
      "kind" in node &&
      (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) &&
      isSecretInput(node.name.value),
  );

/** A path with its query, as far as that is not secret. A GraphQL operation in it may hold anything. */
export function hiddenUrl(url: string): string {
  const [path = "", query] = url.split("?", 2);
  if (query === undefined) return path;
  const parameters = [...new URLSearchParams(query)].map(([name, value]) => {
    const hides = isSecretInput(name) || name === "query" || name === "variables";
    return `${name}=${hides ? HIDDEN : value.replaceAll(TOKEN, HIDDEN)}`;
  });
  return `${path}?${parameters.join("&")}`;
}
