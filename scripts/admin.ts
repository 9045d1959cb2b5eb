/** `npm run admin -- EMAIL`: makes an administrator, or promotes the account that has the address. Asks for passwords. */
import { confirm, password } from "@inquirer/prompts";
import { pino } from "pino";
import { madeAdministrator } from "../src/audit/event.ts";
import { createAccount, findAccountByEmail } from "../src/auth/accounts.ts";
import { changeAccount } from "../src/auth/changes.ts";
import { administratorPasswordForm } from "../src/auth/password-policy.ts";
import { loadConfig } from "../src/config.ts";
import { connect, type Deps, disconnect } from "../src/deps.ts";
import { form } from "../src/validation.ts";

const email = form.email.safeParse(process.argv[2]);
if (!email.success || process.argv.length > 3) {
  console.error("Usage: npm run admin -- EMAIL\nThe password is asked for, never an argument.");
  process.exit(2);
}

const deps = await connect(loadConfig(), pino({ level: "error" }));
try {
  await makeAdministrator(deps, email.data);
} catch (error) {
  // Ctrl-C at a prompt is an answer, not a failure.
  if (!(error instanceof Error && error.name === "ExitPromptError")) throw error;
  process.exitCode = 1;
} finally {
  await disconnect(deps);
}

async function makeAdministrator(deps: Deps, address: string): Promise<void> {
  const account = await findAccountByEmail(deps.db, address);
  if (account?.isAdmin) return console.log(`${account.email} is an administrator already.`);
  if (account) {
    if (
      !(await confirm({ message: `Make ${account.email} (account ${account.id}) an administrator?`, default: false }))
    )
      return;
    await changeAccount(deps, account.id, { isAdmin: true });
    deps.trail.note(madeAdministrator("updateUser", account.id));
    return console.log(
      `${account.email} is an administrator now${account.isActive ? "." : ", but the account is disabled."}`,
    );
  }
  const first = await password({
    message: `Password for ${address}`,
    mask: true,
    validate: (value) => administratorPasswordForm.safeParse(value).error?.issues[0]?.message ?? true,
  });
  await password({ message: "The same again", mask: true, validate: (value) => value === first || "They differ" });
  const { id } = await createAccount(deps, {
    email: address,
    password: first,
    isAdmin: true,
    mailboxProven: true,
    alwaysWithInfo: false,
  });
  deps.trail.note(madeAdministrator("createUser", id));
  console.log(`${address} is an administrator now (account ${id}).`);
}
