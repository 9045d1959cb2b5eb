import { usernameKey } from "../../auth/accounts.ts";
import { MAX_USERNAME } from "../../validation.ts";
import type { OldAccount } from "./old-rows.ts";

/** Room for the digits that make a name unique. */
const DIGITS = 10;

/**
 * Gives usernames out: names that people chose first, so that no name made up from an address takes one of them, then
 * made-up ones; the first free number makes a taken one unique. The same rows always get the same names.
 */
export function usernames(taken: ReadonlySet<string>, coming: readonly OldAccount[]) {
  const used = new Set(taken);
  const given = new Map<OldAccount, string>();
  // A deleted account holds no name.
  const live = coming.filter(({ isDeleted }) => !isDeleted);
  for (const account of [...live.filter(hasName), ...live.filter((one) => !hasName(one))]) {
    const name = freeName(wantedName(account), used);
    used.add(usernameKey(name));
    given.set(account, name);
  }
  return { nameFor: (account: OldAccount): string => given.get(account) ?? wantedName(account) };
}

const hasName = ({ username }: OldAccount): boolean => username !== null;

const wantedName = ({ username, email }: OldAccount): string =>
  username ?? (email.split("@", 1)[0] ?? "").slice(0, MAX_USERNAME);

function freeName(wanted: string, used: ReadonlySet<string>): string {
  if (!used.has(usernameKey(wanted))) return wanted;
  const base = wanted.slice(0, MAX_USERNAME - DIGITS);
  for (let number = 2; ; number += 1) {
    if (!used.has(usernameKey(`${base}${number}`))) return `${base}${number}`;
  }
}
