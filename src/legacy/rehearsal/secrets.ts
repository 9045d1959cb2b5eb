import type { Answer, Body, Exchange, Headers } from "./exchange.ts";

/** What stands in place of a secret: `{{token:3}}`. The same secret has the same variable throughout a recording. */
export type Variable = string;

type SecretKind = "password" | "short password" | "code" | "token" | "secret";

/** Variables in a text; the first group is the name. */
export const VARIABLE = /\{\{((?:password|short password|code|token|secret|origin)(?::\d+)?)\}\}/g;

/** Which kind of secret a field of a body or query holds, by its name. */
function kindOf(name: string, inRequest: boolean): SecretKind | undefined {
  // In answers of the envelope contract, `code` is the status.
  if (/code|otp/i.test(name)) return inRequest ? "code" : undefined;
  if (/pass|pwd/i.test(name)) return "password";
  if (/token_type/i.test(name)) return undefined;
  if (/token|jwt|session/i.test(name)) return "token";
  return /secret|api_?key|authorization|cookie/i.test(name) ? "secret" : undefined;
}

/** What page scripts send for a token that they do not have; servers answer them in ways that matter. */
const NO_TOKENS = new Set(["", "null", "undefined"]);

/** Headers that make a difference; the others are not recorded. */
const REQUEST_HEADERS = ["content-type", "if-modified-since", "if-none-match", "range", "sec-fetch-site", "accept"];
const ANSWER_HEADERS = ["content-type", "cache-control", "location", "www-authenticate", "allow", "last-modified"];

/** The secrets of a recording, in memory only: each value with its variable, and back. */
export class Vault {
  readonly #variables = new Map<string, Variable>();
  readonly #values = new Map<Variable, string>();
  readonly #counts = new Map<SecretKind, number>();

  variableFor(kind: SecretKind, value: string): Variable {
    const key = `${kind === "short password" ? "password" : kind} ${value}`;
    const known = this.#variables.get(key);
    if (known !== undefined) return known;
    // Whether a password is long enough makes a difference; how long it is does not.
    const exact = kind === "password" && value.length < 8 ? "short password" : kind;
    const count = (this.#counts.get(exact) ?? 0) + 1;
    this.#counts.set(exact, count);
    const variable = `${exact}:${count}`;
    this.#variables.set(key, variable);
    this.#values.set(variable, value);
    return variable;
  }

  /** For shadowing, where the value is sent on and never written. */
  valueOf(variable: Variable): string | undefined {
    return this.#values.get(variable);
  }
}

/** The exchange as it came, of which nothing may reach a disk. */
export type RawExchange = Omit<Exchange, "request" | "answer"> & {
  readonly request: Omit<Exchange["request"], "body" | "headers"> & { readonly headers: Headers; readonly body: Body };
  readonly answer: Answer;
};

/** An exchange with variables in place of everything secret, and without the headers that make no difference. */
export function withoutSecrets(raw: RawExchange, vault: Vault): Exchange {
  const found = new Map<string, Variable>();
  const hide = (kind: SecretKind, value: string): string => {
    const variable = vault.variableFor(kind, value);
    found.set(value, variable);
    return `{{${variable}}}`;
  };
  const { headers, body, target, method } = raw.request;
  const request = {
    method,
    target: hideInQuery(target, hide),
    headers: requestHeaders(headers, hide),
    body: hideInBody(body, true, hide),
  };
  const answer = {
    status: raw.answer.status,
    headers: pick(raw.answer.headers, ANSWER_HEADERS),
    cookies: raw.answer.cookies.map((cookie) => hideInCookie(cookie, hide)),
    body: hideInBody(raw.answer.body, false, hide),
  };
  const { client, at, route } = raw;
  // Servers repeat what they were sent, in fields of any name.
  return eachText({ client, at, route, request, answer }, (text) => withoutValues(text, found));
}

type Hide = (kind: SecretKind, value: string) => string;

function requestHeaders(headers: Headers, hide: Hide): Headers {
  const { authorization, cookie, origin, host } = headers;
  const own = origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
  return {
    ...pick(headers, REQUEST_HEADERS),
    ...(authorization !== undefined && { authorization: hideInAuthorization(authorization, hide) }),
    ...(cookie !== undefined && hideInCookies(cookie, hide)),
    ...(origin !== undefined && { origin: own ? "{{origin}}" : origin }),
  };
}

function hideInAuthorization(header: string, hide: Hide): string {
  const [, scheme = "", token = ""] = /^\s*(\S*)\s*(.*?)\s*$/.exec(header) ?? [];
  if (NO_TOKENS.has(token)) return NO_TOKENS.has(scheme) || /^bearer$/i.test(scheme) ? header : hide("secret", header);
  return `${scheme} ${hide(/^bearer$/i.test(scheme) ? "token" : "secret", token)}`;
}

/** Of a request's cookies only the contract's is of interest. */
function hideInCookies(header: string, hide: Hide): Headers {
  const [, scheme = "", token] = /(?:^|;\s*)access_token="?(Bearer(?: |%20))?([^;"]+)"?/i.exec(header) ?? [];
  return token === undefined ? {} : { cookie: `access_token=${scheme}${hide("token", token)}` };
}

function hideInCookie(setCookie: string, hide: Hide): string {
  const [, name = "", scheme = "", value = "", attributes = ""] =
    /^([^=;]*)=("?Bearer(?: |%20))?([^;]*)(.*)$/is.exec(setCookie) ?? [];
  return `${name}=${scheme}${value === "" ? "" : hide("token", value)}${attributes}`;
}

function hideInQuery(target: string, hide: Hide): string {
  const [path = "", query] = target.split("?", 2);
  if (query === undefined) return target;
  const parts = query.split("&").map((part) => {
    const [name = "", ...value] = part.split("=");
    const kind = kindOf(name, true);
    return kind === undefined || value.length === 0 ? part : `${name}=${hide(kind, value.join("="))}`;
  });
  return `${path}?${parts.join("&")}`;
}

function hideInBody(body: Body, inRequest: boolean, hide: Hide): Body {
  if (body.kind !== "json") return body;
  const walk = (value: unknown, kind: SecretKind | undefined): unknown => {
    if (Array.isArray(value)) return value.map((held) => walk(held, kind));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([name, held]) => [name, walk(held, kindOf(name, inRequest))]),
      );
    }
    if (kind === undefined || value === null || value === "" || typeof value === "boolean") return value;
    return hide(kind, typeof value === "string" ? value : JSON.stringify(value));
  };
  return { kind: "json", value: walk(body.value, undefined) };
}

const TOKEN = /[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g;

/** What the target has answered, fit to be shown: its secrets have no variables, and nobody needs them. */
export function presentable(value: unknown, name = ""): unknown {
  const kind = kindOf(name, false);
  if (Array.isArray(value)) return value.map((held) => presentable(held, name));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, presentable(held, key)]));
  }
  if (typeof value !== "string" || value === "") return value;
  return kind === undefined ? value.replaceAll(TOKEN, "{{token}}") : `{{${kind}}}`;
}

/** Shorter ones would be found in anything by chance. */
const LEAST_TO_SEEK = 4;

function withoutValues(text: string, found: ReadonlyMap<string, Variable>): string {
  let clean = text;
  for (const [value, variable] of found) {
    if (value.length >= LEAST_TO_SEEK || text === value) clean = clean.replaceAll(value, `{{${variable}}}`);
  }
  return clean;
}

/** The same value with every text in it changed; variables stay what they are. */
function eachText<T>(value: T, change: (text: string) => string): T {
  const walk = (held: unknown): unknown => {
    if (typeof held === "string") return betweenVariables(held, change);
    if (Array.isArray(held)) return held.map(walk);
    if (typeof held !== "object" || held === null) return held;
    return Object.fromEntries(Object.entries(held).map(([name, part]) => [name, walk(part)]));
  };
  return walk(value) as T; // of the same form, as only texts were changed
}

function betweenVariables(text: string, change: (text: string) => string): string {
  let [clean, end] = ["", 0];
  for (const match of text.matchAll(VARIABLE)) {
    clean += change(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return clean + change(text.slice(end));
}

const pick = (headers: Headers, names: readonly string[]): Headers =>
  Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
