import { bodyFrom } from "./bodies.ts";
import { type Bindings, compare, type Difference } from "./compare.ts";
import { type Answer, type Body, type Exchange, RehearsalError } from "./exchange.ts";
import { type RouteMatch, routeOf } from "./routes.ts";
import { VARIABLE } from "./secrets.ts";

/** What came of playing an exchange. */
export type Outcome =
  | { readonly kind: "same" }
  | { readonly kind: "different"; readonly differences: readonly Difference[]; readonly actual: Answer }
  /** Something that it needs is not there. */
  | { readonly kind: "unplayed"; readonly because: string };

export interface PlayerOptions {
  readonly target: URL;
  /** The value of a secret, where somebody knows one. */
  readonly secret: (variable: string, use: SecretUse) => string | undefined;
}

/** What a request of the recording needs a secret for. */
export interface SecretUse {
  /** The account that the request names. */
  readonly account: string | undefined;
  /** Whether it was turned down, as for a wrong password: any value will do that is wrong here, too. */
  readonly refused: boolean;
}

/** Longer than anything takes that is not broken. */
const TIMEOUT_MS = 60_000;

/** A secret that is needed and not known. */
class Unknown extends Error {
  override readonly name = "Unknown";
}

/**
 * Plays recorded requests against another server and compares its answers. Tokens that the other server gives take the place
 * of the recorded ones, and ids that it gives, too.
 */
export class Player {
  readonly #options: PlayerOptions;
  readonly #secrets = new Map<string, string>();
  /** By the kind of thing, and the recorded id. */
  readonly #ids = new Map<string, number | string>();

  constructor(options: PlayerOptions) {
    this.#options = options;
  }

  async play(exchange: Exchange): Promise<Outcome> {
    const match = routeOf(exchange.request.method, exchange.request.target);
    if (!match) return { kind: "unplayed", because: "its route is none of the contracts' any more" };
    try {
      const request = await this.#fill(exchange, match);
      const actual = await send(request);
      const differences = compare(exchange.answer, actual, match.route.leeways, this.#bindings(match));
      return differences.length === 0 ? { kind: "same" } : { kind: "different", differences, actual };
    } catch (error) {
      if (error instanceof Unknown) return { kind: "unplayed", because: error.message };
      throw error;
    }
  }

  #bindings(match: RouteMatch): Bindings {
    const kind = thingOf(match);
    return {
      learn: (variable, value) => void this.#secrets.set(variable, value),
      idFor: (recorded) => this.#ids.get(`${kind} ${String(recorded)}`) ?? recorded,
      learnId: (recorded, actual) => {
        if (typeof actual === "number" || typeof actual === "string")
          this.#ids.set(`${kind} ${String(recorded)}`, actual);
      },
    };
  }

  async #fill({ request, answer }: Exchange, match: RouteMatch): Promise<Request> {
    const { target } = this.#options;
    if (request.body.kind === "bytes") throw new Unknown("its body was no JSON, and is not in the recording");
    // 403: the password of a disabled account is right.
    const use = { account: accountIn(request.body), refused: answer.status >= 400 && answer.status !== 403 };
    const fill = async (text: string): Promise<string> => {
      let filled = text;
      for (const [whole, variable = ""] of text.matchAll(VARIABLE)) {
        filled = filled.replace(whole, await this.#valueOf(variable, use));
      }
      return filled;
    };
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, await fill(value));
    const url = new URL(await fill(this.#withIds(request.target, match)), target);
    const body = request.body.kind === "json" ? JSON.stringify(await eachText(request.body.value, fill)) : null;
    return new Request(url, { method: request.method, headers, body, redirect: "manual" });
  }

  async #valueOf(variable: string, use: SecretUse): Promise<string> {
    const { target, secret } = this.#options;
    if (variable === "origin") return target.origin;
    const known = this.#secrets.get(variable) ?? secret(variable, use);
    const [kind = ""] = variable.split(":", 1);
    if (use.refused) return known ?? (kind === "code" ? "000000" : "header.payload.signature");
    if (known !== undefined) return this.#keep(variable, known);
    if (kind === "code") return this.#keep(variable, await codeFor(target, use.account));
    throw new Unknown(`the recording has no value for its ${kind}, which was given before it began`);
  }

  #keep(variable: string, value: string): string {
    this.#secrets.set(variable, value);
    return value;
  }

  /** The target with ids that are others here. */
  #withIds(target: string, match: RouteMatch): string {
    const id = Object.entries(match.parameters).find(([name]) => name.endsWith("_id"))?.[1];
    const own = id === undefined ? undefined : this.#ids.get(`${thingOf(match)} ${id}`);
    return own === undefined ? target : target.replace(`/${id}`, `/${own}`);
  }
}

/** Accounts and products count apart. */
const thingOf = ({ route }: RouteMatch): string => (route.path.includes("/products") ? "product" : "user");

/** The account that a body names, as people sign in with it. */
export function accountIn(body: Body): string | undefined {
  if (body.kind !== "json" || typeof body.value !== "object" || body.value === null) return undefined;
  const named = "email" in body.value ? body.value.email : "account" in body.value ? body.value.account : undefined;
  return typeof named === "string" ? named.trim().toLowerCase() : undefined;
}

async function send(request: Request): Promise<Answer> {
  const response = await ask(request);
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    cookies: response.headers.getSetCookie(),
    // fetch has decoded it.
    body: bodyFrom(bytes),
  };
}

/** @throws {RehearsalError} when no answer comes */
async function ask(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const { cause = error } = error instanceof Error ? error : {};
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new RehearsalError(`${request.method} ${request.url} has no answer (${words}).`, { cause: error });
  }
}

/** The code of the last mail to an address, where the target shows its mails. */
async function codeFor(target: URL, address: string | undefined): Promise<string> {
  const response = await ask(new Request(new URL("/dev/mail.json", target)));
  const mails: unknown = response.ok ? await response.json() : [];
  for (const mail of Array.isArray(mails) ? mails : []) {
    const { to, text }: { readonly to?: unknown; readonly text?: unknown } = mail;
    const code = to === address && typeof text === "string" ? /\b\d{6}\b/.exec(text)?.[0] : undefined;
    if (code !== undefined) return code;
  }
  throw new Unknown("the target shows no mails (it does in development, without SMTP_URL), and a code was in one");
}

async function eachText(value: unknown, change: (text: string) => Promise<string>): Promise<unknown> {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return Promise.all(value.map((held) => eachText(held, change)));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(async ([name, held]) => [name, await eachText(held, change)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
