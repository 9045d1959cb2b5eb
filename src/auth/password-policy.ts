import { dictionary } from "@zxcvbn-ts/language-common";
import type { ProblemKind } from "../problems.ts";
import { form } from "../validation.ts";

/** What a door asks of a password that is set. */
export interface PasswordPolicy {
  /** In characters. */
  readonly passwordMinLength: number;
  /** Whether it may be one of the most common ones. */
  readonly commonPasswords: boolean;
}

/** The ones that guessers try first, in lower case: they come with a package, and nobody is asked over a network. */
const common: ReadonlySet<string> = new Set(dictionary["passwords-common"]);

/** The form of a password that is set, as a door has it. */
export const newPasswordForm = ({ passwordMinLength, commonPasswords }: PasswordPolicy) =>
  form.newPassword(passwordMinLength).refine((password) => commonPasswords || !common.has(password.toLowerCase()), {
    error: "is one of the most common passwords",
    params: { problem: { kind: "too-common" } satisfies ProblemKind },
  });

/** The same for administrators that are made beside all doors, by a command or a setting. */
export const administratorPasswordForm = newPasswordForm({ passwordMinLength: 8, commonPasswords: false });
