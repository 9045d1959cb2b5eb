import type { Database } from "../../database/client.ts";
import { findAccountByLoginName } from "../../auth/accounts.ts";
import type { Passwords } from "../../auth/passwords.ts";
import type { Exchange } from "./exchange.ts";
import { accountIn } from "./player.ts";
import { VARIABLE } from "./secrets.ts";

/** The password that stands for a variable of a recording, where nobody knows the real one. */
export function madeUpPassword(variable: string): string | undefined {
  const [kind, number] = variable.split(":", 2);
  if (kind === "password") return `rehearsal password ${number}`;
  return kind === "short password" ? `short${String(number).slice(-2)}` : undefined;
}

/** The passwords with which accounts signed in that were there before the recording began: by account, their variables. */
export function passwordsNeeded(exchanges: readonly Exchange[]): ReadonlyMap<string, string> {
  const needed = new Map<string, string>();
  const settled = new Set<string>();
  for (const { request, answer } of exchanges) {
    const account = accountIn(request.body);
    if (account === undefined || answer.status >= 400 || settled.has(account)) continue;
    // The old one, where both stand in the body: it does in the order of every client.
    const variable = [...JSON.stringify(request.body).matchAll(VARIABLE)]
      .map(([, name = ""]) => name)
      .find((name) => /password/.test(name));
    if (variable === undefined) continue;
    settled.add(account);
    if (/login|reset_password/.test(request.target)) needed.set(account, variable);
  }
  return needed;
}

/**
 * Gives the accounts of a copy of the shop the passwords that stand for their real ones, so that they can sign in there.
 * @returns how many there were, and the names that no account has
 */
export async function givePasswords(
  { db, passwords }: { readonly db: Database; readonly passwords: Passwords },
  needed: ReadonlyMap<string, string>,
): Promise<{ readonly given: number; readonly unknown: readonly string[] }> {
  const unknown: string[] = [];
  for (const [name, variable] of needed) {
    const account = await findAccountByLoginName(db, name);
    const password = madeUpPassword(variable);
    if (account === null || password === undefined) unknown.push(name);
    else {
      const passwordHash = await passwords.hash(password);
      await db.user.update({ where: { id: account.id }, data: { passwordHash, updatedAt: account.updatedAt } });
    }
  }
  return { given: needed.size - unknown.length, unknown };
}
