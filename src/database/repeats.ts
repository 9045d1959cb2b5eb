import { createHash } from "node:crypto";

const HOUR_MS = 3_600_000;

/**
 * What repeats have in common, as the unique key of the one row that they share: all that is the same within an hour.
 * @param now milliseconds since the epoch
 */
export const repeatKey = (now: number, what: readonly (string | number | null)[]): string =>
  createHash("sha256")
    .update(JSON.stringify([Math.floor(now / HOUR_MS), ...what]))
    .digest("base64url");
