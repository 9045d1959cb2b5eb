import type { Session } from "./store.ts";

const FORM = /^([1-9]\d{0,15})\.[A-Za-z0-9_-]{16,128}$/;

/** The user that a session id names, or null for anything that cannot be a session id. */
export function ownerOf(id: string): number | null {
  const owner = Number(FORM.exec(id)?.[1]);
  return Number.isSafeInteger(owner) ? owner : null;
}

/** @throws {TypeError} unless the session's id is `<userId>.<random>` of its own user. */
export function assertOwnId(session: Session): void {
  if (ownerOf(session.id) !== session.userId) {
    throw new TypeError("A session's id must be <userId>.<random>, the random part 16 to 128 characters of base64url");
  }
}
