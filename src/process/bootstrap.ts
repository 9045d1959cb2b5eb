import { loadDemoData } from "../../prisma/seed.ts";
import { createAccount, findAccountByEmail } from "../auth/accounts.ts";
import { endDemoAccounts } from "../auth/demo-accounts.ts";
import { ensureSearchIndex } from "../database/reindex.ts";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";

/**
 * What a shop needs before its first request: the demo catalogue, the administrator of the settings, and an index of all
 * products. Each is made once, however many processes start.
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
  { db, passwords, log }: Pick<Deps, "db" | "passwords" | "log">,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<void> {
  const account = await findAccountByEmail(db, email);
  if (account !== null) {
    // Whoever registered the address first must not become an administrator by it.
    if (!account.isAdmin) log.warn("ADMIN_EMAIL has an account that is no administrator: `npm run admin` promotes it");
    return;
  }
  try {
    await createAccount(
      { db, passwords },
      { email, password, isAdmin: true, mailboxProven: true, alwaysWithInfo: false },
    );
    log.info("the administrator has been made");
  } catch (error) {
    // Another process that starts at the same time was faster.
    if (!(error instanceof AppError && error.code === "EMAIL_TAKEN")) throw error;
  }
}
