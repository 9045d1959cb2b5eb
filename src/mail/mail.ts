import type { Logger } from "pino";

/** A mail to one person, ready to be sent. */
export interface Mail {
  /** One address, without a name; never read as a list. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Milliseconds since the epoch; from then on the mail is worthless and delivery is given up. */
  readonly expiresAt: number;
}

/** The mail was not taken over; nobody will try to deliver it. Callers answer 503. */
export class MailUnavailable extends Error {
  override readonly name = "MailUnavailable";
  readonly reason: "not-configured" | "queue-full" | "closed";

  constructor(reason: MailUnavailable["reason"]) {
    super(
      {
        "not-configured": "mail cannot be sent: SMTP_URL is not set",
        "queue-full": "mail cannot be sent: too many mails are waiting already",
        closed: "mail cannot be sent: the server is shutting down",
      }[reason],
    );
    this.reason = reason;
  }
}

export interface MailStats {
  /** Mails taken over and not settled yet. */
  readonly queued: number;
  /** Mails that the server accepted, since the start. */
  readonly sent: number;
  /** Tries that failed and were put by for another one, since the start. */
  readonly retried: number;
  /** Mails given up, since the start. */
  readonly failed: number;
}

export type MailLog = Pick<Logger, "info" | "warn" | "error">;
