import type { Logger } from "pino";
import { type Mailer, MailUnavailable } from "../mail/mailer.ts";
import type { MailLanguage } from "../mail/language.ts";
import { noticeMail, type NoticeKind } from "../mail/notice-mail.ts";
import type { Client } from "./sessions.ts";

/** Mails that tell owners what has happened to their accounts. */
export interface Notices {
  /**
   * Tells an owner. What has happened has happened: a mail that cannot be taken over is logged, and nothing else.
   * @param client from where it was done, when that tells the owner something
   */
  tell(to: string, kind: NoticeKind, client?: Client): void;
  /** The same, in mails that begin in a language. */
  in(language: MailLanguage | null): Notices;
}

interface Parts {
  readonly mailer: Mailer;
  /** Whether owners are told at all. */
  readonly enabled: boolean;
  readonly log: Logger;
}

export function createNotices(parts: Parts, language: MailLanguage | null = null): Notices {
  const { mailer, enabled, log } = parts;
  return {
    in: (wanted) => createNotices(parts, wanted),
    tell(to, kind, client) {
      if (!enabled || !mailer.canSend) return;
      try {
        mailer.send(noticeMail({ to, kind, at: new Date(), language, ...client }));
      } catch (error) {
        if (!(error instanceof MailUnavailable)) throw error;
        log.warn({ err: error, kind }, "an owner could not be told what has happened to the account");
      }
    },
  };
}
