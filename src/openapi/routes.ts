import type { z } from "zod";
import type { ErrorCode } from "../errors.ts";
import type { LimitRuleName } from "../limits/rules.ts";
import type { Method } from "../rest/mount.ts";
import { anchorOf } from "../legacy/calendar.ts";

/** A route of one of the three REST doors, as a document about it and a check of its answers need it. */
export interface DescribedRoute {
  readonly door: "bearer" | "envelope" | "rest";
  readonly method: Method;
  /** With parameters in braces: `/api/users/{user_id}`. */
  readonly path: string;
  /** The root field that does it: `Mutation.login`. */
  readonly operation: string;
  readonly summary: string;
  readonly description: string;
  /** Forms of objects; undefined where nothing is read. */
  readonly input: { readonly path?: z.ZodType; readonly query?: z.ZodType; readonly body?: z.ZodType };
  /** Headers that it heeds besides those that all do, and what each is for. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly bodyRequired: boolean;
  readonly success: Success;
  /** By their statuses. */
  readonly refusals: ReadonlyMap<number, Refusal>;
  readonly limits: readonly LimitRuleName[];
  /** Whether the cookie signs in as well as the header. */
  readonly cookies: boolean;
}

interface Success {
  readonly status: number;
  /** Null: no body. */
  readonly form: z.ZodType | null;
  /** Whether clients may ask again with the tag that they have. */
  readonly tagged: boolean;
  /** Headers of its own, and what each says. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Refusal {
  readonly codes: readonly ErrorCode[];
  readonly form: z.ZodType;
  /** `application/problem+json` */
  readonly type: string;
  /** An answer for each code. */
  readonly examples: Readonly<Record<string, unknown>>;
}

/** What operations are called in the document, and on the page about moving: `post-users-login`. */
export const idOf = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  anchorOf(`${method} ${path}`);

/** An example of a request id. */
export const REQUEST_ID = "0198c8a5-6d5e-4d9c-9f43-1f2a6c1b7e10";
