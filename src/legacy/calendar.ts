import { readFileSync } from "node:fs";
import { z } from "zod";
import { ConfigError } from "../config.ts";

/** What is decided about a route of an old contract; times in milliseconds since the epoch. */
export interface Fate {
  readonly deprecated?: number | undefined;
  readonly sunset?: number | undefined;
  readonly gone?: number | undefined;
  /** Trials of its absence. */
  readonly brownouts: readonly { readonly from: number; readonly to: number }[];
}

/** Whether a route answers at a moment; when it does not, in how many seconds it will again. */
export type Presence = { readonly here: true } | { readonly here: false; readonly backInSeconds: number | undefined };

/** A day (its beginning in UTC), or a moment with a zone. */
const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: "must be a day or a moment with a zone (ISO 8601)",
  })
  .transform((text) => Date.parse(text));

const FateShape = z
  .strictObject({
    deprecated: moment.optional(),
    sunset: moment.optional(),
    gone: moment.optional(),
    brownouts: z
      .array(
        z.strictObject({ from: moment, to: moment }).refine(({ from, to }) => from < to, "must end after its start"),
      )
      .default([]),
  })
  .refine(({ deprecated, sunset, gone }) => deprecated !== undefined || (sunset ?? gone) === undefined, {
    error: "must say since when it is deprecated, if it is to end",
  })
  .refine(({ deprecated, sunset }) => deprecated === undefined || sunset === undefined || deprecated <= sunset, {
    // RFC 9745, section 4.
    error: "must not have a sunset before its deprecation",
  })
  .refine(({ sunset, gone }) => gone === undefined || (sunset !== undefined && sunset <= gone), {
    error: "must have a sunset, which is not after it is gone",
  });

const CalendarShape = z.strictObject({ routes: z.record(z.string(), FateShape) });

/**
 * The days on which routes of the old contracts are deprecated, and end.
 * @param file a JSON file: `{"routes": {"POST /users/login": {"deprecated": "2026-12-01", …}}}`
 * @param names the routes that there are
 * @throws {ConfigError} about a file that cannot be used, or a route that there is not
 */
export function readCalendar(file: string, names: readonly string[]): ReadonlyMap<string, Fate> {
  const parsed = CalendarShape.safeParse(readJson(file));
  const problems = parsed.success
    ? Object.keys(parsed.data.routes)
        .filter((name) => !names.includes(name))
        .map((name) => `there is no route ${name}`)
    : parsed.error.issues.map(({ path, message }) => `${path.join(" ")} ${message}`.trim());
  if (!parsed.success || problems.length > 0) throw new ConfigError(`LEGACY_CALENDAR: ${file}: ${problems.join("; ")}`);
  return new Map(Object.entries(parsed.data.routes));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`LEGACY_CALENDAR: cannot be read (${words})`, { cause: error });
  }
}

/** @param now milliseconds since the epoch */
export function presenceOf({ gone, brownouts }: Fate, now: number): Presence {
  if (gone !== undefined && now >= gone) return { here: false, backInSeconds: undefined };
  const brownout = brownouts.find(({ from, to }) => now >= from && now < to);
  return brownout ? { here: false, backInSeconds: Math.ceil((brownout.to - now) / 1000) } : { here: true };
}

interface Links {
  /** Where its end is explained. */
  readonly explained: string;
  /** What takes its place. */
  readonly successor: string | undefined;
}

/** What answers say of a route's fate: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), `Link`. Nothing decided, nothing said. */
export function fateHeaders({ deprecated, sunset }: Fate, { explained, successor }: Links): Record<string, string> {
  if (deprecated === undefined) return {};
  const links = [`<${explained}>; rel="deprecation"; type="text/html"`];
  if (successor !== undefined) links.push(`<${successor}>; rel="successor-version"`);
  return {
    // A structured date: seconds since the epoch.
    Deprecation: `@${Math.floor(deprecated / 1000)}`,
    ...(sunset !== undefined && { Sunset: new Date(sunset).toUTCString() }),
    Link: links.join(", "),
  };
}

/** The anchor of a route on the page that explains: `POST /users/login` → `post-users-login`. */
export const anchorOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
