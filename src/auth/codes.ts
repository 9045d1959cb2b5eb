import { createHmac, hkdfSync, randomInt } from "node:crypto";
import { AppError } from "../errors.ts";
import { codeMail } from "../mail/code-mail.ts";
import type { MailLanguage } from "../mail/language.ts";
import { type Mailer, MailUnavailable } from "../mail/mailer.ts";
import type { CodePurpose, CodeStore } from "../stores/store.ts";
import { emailKey } from "./accounts.ts";
import type { SigningKey } from "./keys.ts";

/** How long a code works, in seconds. */
export const CODE_TTL_SECONDS = 300;
/** Of one code: a stranger's wrong tries must not lock the owner of the mailbox out for longer. */
const MAX_WRONG_TRIES = 5;

export interface Codes {
  /** Whether codes can be mailed at all; @throws {AppError} UNAVAILABLE when not. */
  assertMail(): void;
  /**
   * Makes a code, in place of an older one for the same mailbox and purpose, and mails it. With `deliver` false all of it
   * happens but the mail, so that addresses with and without an account look alike from outside.
   * @throws {AppError} UNAVAILABLE when the mail cannot be taken over
   */
  issue(email: string, purpose: CodePurpose, options: IssueOptions): Promise<void>;
  /**
   * Uses a code up.
   * @param boundTo what it was bound to when it was issued
   * @throws {AppError} CODE_REJECTED when it is wrong, used, replaced, expired or dead
   */
  redeem(email: string, purpose: CodePurpose, code: string, boundTo?: string): Promise<void>;
  /** The same, in mails of a language; of both for null. */
  in(language: MailLanguage | null): Codes;
}

export interface IssueOptions {
  readonly deliver: boolean;
  /** What the code is good for beside its mailbox and purpose; codes that are bound to other things are other codes. */
  readonly boundTo?: string;
}

interface Parts {
  readonly store: CodeStore;
  readonly mailer: Mailer;
  readonly key: SigningKey;
  readonly clock: () => number;
}

/** One-time codes by mail, with the rules of docs/contracts ("Codes"). */
export function createCodes({ store, mailer, key, clock }: Parts): Codes {
  // Six digits are guessed from a plain hash in no time; whoever reads the store lacks this key.
  const secret = Buffer.from(
    hkdfSync("sha256", key.privateKey.export({ type: "pkcs8", format: "der" }), "", "one-time codes", 32),
  );
  const keyed = (...parts: string[]) => createHmac("sha256", secret).update(parts.join("\n")).digest("base64url");
  const mailboxOf = (email: string, boundTo: string | undefined) =>
    keyed("mailbox", emailKey(email), ...(boundTo === undefined ? [] : [boundTo]));

  const codesIn = (language: MailLanguage | null): Codes => ({
    in: codesIn,

    assertMail() {
      if (!mailer.canSend) throw new AppError("UNAVAILABLE");
    },

    async issue(email, purpose, { deliver, boundTo }) {
      const code = String(randomInt(1_000_000)).padStart(6, "0");
      const now = clock();
      const mailbox = mailboxOf(email, boundTo);
      await store.put({
        mailbox,
        purpose,
        hash: keyed(purpose, mailbox, code),
        expiresAt: now + CODE_TTL_SECONDS * 1000,
        now,
      });
      if (!deliver) return;
      try {
        mailer.send(codeMail({ to: email.trim(), code, purpose, minutes: CODE_TTL_SECONDS / 60, language }));
      } catch (error) {
        throw error instanceof MailUnavailable ? new AppError("UNAVAILABLE", { cause: error }) : error;
      }
    },

    async redeem(email, purpose, code, boundTo) {
      const mailbox = mailboxOf(email, boundTo);
      const accepted = await store.redeem({
        mailbox,
        purpose,
        hash: keyed(purpose, mailbox, code.trim()),
        maxTries: MAX_WRONG_TRIES,
        now: clock(),
      });
      if (!accepted) throw new AppError("CODE_REJECTED");
    },
  });
  return codesIn(null);
}
