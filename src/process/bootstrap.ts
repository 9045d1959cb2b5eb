import { loadDemoData } from "../../prisma/seed.ts";
import { madeAdministrator } from "../audit/event.ts";
import { createAccount, findAccountByEmail } from "../auth/accounts.ts";
import { endDemoAccounts } from "../auth/demo-accounts.ts";
import { administratorPasswordForm } from "../auth/password-policy.ts";
import { ConfigError } from "../config.ts";
import { ensureSearchIndex } from "../database/reindex.ts";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";

/**
 * What a shop needs before its first request: the demo catalogue, the administrator of the settings, and an index of all
 * products. Each is made once, however many processes start.
 * @throws {ConfigError} when the administrator that is to be made would have a password that guessers try first
 */
export async function bootstrap(deps: Deps): Promise<void> {
  const { config, db, log } = deps;
  // First the catalogue: it goes into an empty database only, and an administrator would make it look used.
  if (config.demoData && (await loadDemoData(db))) log.info("the demo catalogue has been loaded");
  // One click made somebody of them in development, and no more was asked.
  if (config.production) {
    const ended = await endDemoAccounts(deps);
    if (ended > 0) log.warn({ accounts: ended }, "the demo accounts of a developer's database have been ended");
  }
  if (config.admin) await ensureAdministrator(deps, config.admin);
  await ensureSearchIndex(db, (done, total) => {
    if (done < total && done % REPORTED === 0) log.info({ done, total }, "products are being indexed for searches");
  });
}

/** After how many products the log tells how far an index is: a minute or less. */
const REPORTED = 50_000;

async function ensureAdministrator(
  { db, passwords, trail, log }: Pick<Deps, "db" | "passwords" | "trail" | "log">,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  const account = await findAccountByEmail(db, email);
  if (account !== null) {
    // Whoever registered the address first must not become an administrator by it.
    if (!account.isAdmin) log.warn("ADMIN_EMAIL has an account that is no administrator: `npm run admin` promotes it");
    return;
  }
  const problem = administratorPasswordForm.safeParse(password).error?.issues[0]?.message;
  if (problem !== undefined) throw new ConfigError(`ADMIN_PASSWORD: ${problem}`);
  try {
    const { id } = await createAccount(
      { db, passwords },
      { email, password, isAdmin: true, mailboxProven: true, alwaysWithInfo: false },
    );
    trail.note(madeAdministrator("createUser", id));
    log.info("the administrator has been made");
  } catch (error) {
    // Another process that starts at the same time was faster.
    if (!(error instanceof AppError && error.code === "EMAIL_TAKEN")) throw error;
  }
}
