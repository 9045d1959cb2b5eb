import { type SMTPPoolOptions, createTransport } from "nodemailer";
import addressparser from "nodemailer/lib/addressparser";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import { ConfigError } from "../config.ts";
import type { Mail } from "./mail.ts";

/** Waiting times for one conversation with the server, in milliseconds. */
export interface SmtpTimeouts {
  /** From the DNS query to the end of the TLS handshake. */
  readonly connectionMs: number;
  readonly greetingMs: number;
  /** Silence within a conversation. */
  readonly socketMs: number;
}

export interface SmtpOptions {
  /**
   * `smtp://` (STARTTLS when the server offers it) or `smtps://`, with `user:password@`, both percent-encoded.
   * Options follow as a query: `tls.rejectUnauthorized=false` accepts a self-signed certificate, `tls.servername=…`
   * names the one expected, `requireTLS=true` refuses to go on in clear; the list below has the others. In production a
   * password goes to another machine only through TLS, unless `requireTLS=false` says that the network is trusted.
   */
  readonly url: string;
  readonly from: string;
  readonly production: boolean;
  readonly timeouts: SmtpTimeouts;
}

export interface SmtpSender {
  /** Conversations that may go on at once. */
  readonly concurrency: number;
  /** Rejects with nodemailer's error, which may hold the address: see `describeFailure`. */
  readonly deliver: (mail: Mail, id: string, signal: AbortSignal) => Promise<void>;
  /** Drops every connection, busy ones too. */
  readonly close: () => void;
}

/**
 * What the URL's query may set. nodemailer itself takes any of its options there, `logger` and `debug` (which print
 * whole mails, codes and all) and file access among them.
 */
const allowed = new Set([
  "authMethod",
  "ignoreTLS",
  "localAddress",
  "maxConnections",
  "maxMessages",
  "name",
  "opportunisticTLS",
  "rateDelta",
  "rateLimit",
  "requireTLS",
  "servername",
]);

const loopback = /^(localhost|127(\.\d+){3}|::1)$/;

/**
 * nodemailer's options for a URL.
 * @throws {ConfigError} for a URL that cannot be used, without repeating it: it may hold a password
 */
export function poolOptions(options: Omit<SmtpOptions, "from">): SMTPPoolOptions & { pool: true } {
  const { url, production, timeouts } = options;
  if (!URL.canParse(url)) throw new ConfigError("SMTP_URL: is not a URL; user and password must be percent-encoded");
  for (const key of new URL(url).searchParams.keys()) {
    if (!allowed.has(key) && !key.startsWith("tls.")) throw new ConfigError(`SMTP_URL: unknown option ${key}`);
  }
  const parsed = parseConnectionUrl(url);
  if (!parsed.host) throw new ConfigError("SMTP_URL: names no host; user and password must be percent-encoded");
  // Else whoever sits between the two takes the server's offer of STARTTLS out and reads the password.
  const requireTLS = production && parsed.auth !== undefined && parsed.secure !== true && !loopback.test(parsed.host);
  return {
    maxConnections: 5,
    requireTLS: requireTLS && !parsed["ignoreTLS"],
    ...parsed,
    pool: true,
    // Tries are counted, spaced and logged by our queue; one silent repeat is for a pooled connection that went stale.
    maxRequeues: 1,
    connectionTimeout: timeouts.connectionMs,
    dnsTimeout: timeouts.connectionMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.socketMs,
    // Below the socket's time-out, so that an idle connection ends with QUIT and not with an error.
    idleTimeout: Math.ceil(timeouts.socketMs / 2),
    socketCloseTimeout: 1000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/**
 * A pooled SMTP connection to the server that the URL names; nothing is opened before the first mail.
 * @throws {ConfigError} for a URL or sender that cannot be used
 */
export function smtpSender(options: SmtpOptions): SmtpSender {
  const sender = addressparser(options.from, { flatten: true })[0];
  if (!sender?.address.includes("@")) throw new ConfigError("MAIL_FROM: must be an address or Name <address>");
  const pool = poolOptions(options);
  const transport = createTransport(pool);
  // The pool reports its own trouble here too; each delivery gets the same error, and unheard it would end the process.
  transport.on("error", () => {});
  const domain = sender.address.slice(sender.address.lastIndexOf("@") + 1);
  return {
    concurrency: pool.maxConnections ?? 5,
    async deliver({ to, subject, text, html }, id, signal) {
      // As an object it is one address; a string would be read as a list, `a@x, b@y` as two people.
      const recipient = { name: "", address: to };
      await transport.sendMail({
        from: sender,
        to: recipient,
        envelope: { from: sender, to: recipient },
        subject,
        text,
        html,
        messageId: `<${id}@${domain}>`,
        // Nobody's out-of-office reply is wanted.
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
        signal,
      });
    },
    close: () => transport.close({ force: true }),
  };
}
