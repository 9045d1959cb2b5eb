import { DeliveryQueue } from "./delivery-queue.ts";
import { addressHash } from "./failure.ts";
import { type Mail, type MailLog, type MailStats, MailUnavailable } from "./mail.ts";
import { type Outbox, createOutbox } from "./outbox.ts";
import { smtpSender } from "./smtp.ts";

export { type Mail, type MailLog, type MailStats, MailUnavailable } from "./mail.ts";
export type { Outbox, StoredMail } from "./outbox.ts";

export interface Mailer {
  /** False when there is nowhere to send to (production without SMTP_URL); mail routes then answer 503. */
  readonly canSend: boolean;
  /** The mails kept instead of sent, for `/dev/mail`; undefined when mail goes out by SMTP or cannot be sent. */
  readonly outbox: Outbox | undefined;
  /**
   * Takes the mail over and returns at once, before it is delivered.
   * @throws {MailUnavailable} when it was not taken: not configured, queue full, closed
   */
  send(mail: Mail): void;
  /** Waits until everything queued is delivered or given up, at most `timeoutMs`. */
  drain(timeoutMs: number): Promise<void>;
  /** Gives up what is left (each mail is logged) and drops all connections. For after `drain`. */
  close(): void;
  readonly stats: MailStats;
}

/** Milliseconds, unless said. */
export interface MailTiming {
  readonly connectionMs: number;
  readonly greetingMs: number;
  readonly socketMs: number;
  /** Longest time for one try, over all of the above. */
  readonly tryMs: number;
  /** Pause before the second try; doubled each time up to `retryMaxMs`, less up to half at random. */
  readonly retryBaseMs: number;
  readonly retryMaxMs: number;
  /** A number of tries. */
  readonly maxTries: number;
}

/** In the 300 seconds of a code's life: some sixteen tries when connections are refused, ten when no greeting comes. */
const defaultTiming: MailTiming = {
  connectionMs: 10_000,
  greetingMs: 10_000,
  socketMs: 20_000,
  tryMs: 45_000,
  retryBaseMs: 1000,
  retryMaxMs: 30_000,
  maxTries: 20,
};

export interface MailerOptions {
  readonly smtpUrl: string | undefined;
  /** `Name <address>` or an address. */
  readonly from: string;
  readonly production: boolean;
  readonly log: MailLog;
  /** Mails held in memory at most. */
  readonly queueLimit?: number;
  readonly timing?: Partial<MailTiming>;
}

/**
 * The way out for mail: SMTP when there is a URL; else an outbox in memory, but in production none at all.
 * @throws {ConfigError} for a URL or sender that cannot be used
 */
export function createMailer(options: MailerOptions): Mailer {
  if (options.smtpUrl !== undefined) return smtpMailer(options, options.smtpUrl);
  return options.production ? noMailer() : memoryMailer(options.log);
}

function smtpMailer({ from, production, log, queueLimit = 10_000, timing }: MailerOptions, url: string): Mailer {
  const { connectionMs, greetingMs, socketMs, ...pace } = { ...defaultTiming, ...timing };
  const sender = smtpSender({ url, from, production, timeouts: { connectionMs, greetingMs, socketMs } });
  const { concurrency, deliver } = sender;
  const queue = new DeliveryQueue({ deliver, log, limit: queueLimit, concurrency, ...pace });
  return {
    canSend: true,
    outbox: undefined,
    send: (mail) => queue.add(mail),
    drain: (timeoutMs) => queue.drain(timeoutMs),
    close() {
      queue.close();
      sender.close();
    },
    get stats() {
      return queue.stats;
    },
  };
}

function memoryMailer(log: MailLog): Mailer {
  const { outbox, add } = createOutbox();
  return {
    canSend: true,
    outbox,
    send(mail) {
      add(mail);
      log.info({ to: addressHash(mail.to) }, "mail kept in memory, see /dev/mail");
    },
    drain: () => Promise.resolve(),
    close() {},
    get stats() {
      return { queued: 0, sent: outbox.total, retried: 0, failed: 0 };
    },
  };
}

function noMailer(): Mailer {
  return {
    canSend: false,
    outbox: undefined,
    send() {
      throw new MailUnavailable("not-configured");
    },
    drain: () => Promise.resolve(),
    close() {},
    stats: { queued: 0, sent: 0, retried: 0, failed: 0 },
  };
}
