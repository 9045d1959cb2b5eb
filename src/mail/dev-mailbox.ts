import { randomBytes } from "node:crypto";
import { type Request, type RequestHandler, Router } from "express";
import { mailboxPage } from "./dev-mailbox-page.ts";
import type { Outbox } from "./outbox.ts";

/**
 * The developer's mail page at `/dev/mail` and its JSON at `/dev/mail.json`. Both paths are absolute, so mount it with
 * `app.use(devMailbox(outbox, config.host))`, and only when there is an outbox.
 *
 * Only requests from this machine are answered (403 else), by their socket, and only when no proxy has passed them on.
 * Their Host has to be this machine or `host` as well: a page elsewhere that points its own name at 127.0.0.1 would
 * otherwise read the codes from the developer's browser.
 */
export function devMailbox(outbox: Outbox, host?: string): Router {
  const router = Router();
  router.use(["/dev/mail", "/dev/mail.json"], localOnly(host));
  router.get("/dev/mail.json", (_req, res) => {
    // The page asks with HEAD whether this has risen.
    res.set("Mail-Total", String(outbox.total)).json(outbox.list());
  });
  router.get("/dev/mail", (_req, res) => {
    const nonce = randomBytes(16).toString("base64");
    res.set("Content-Security-Policy", contentPolicy(nonce));
    res.type("html").send(mailboxPage(outbox.list(), outbox.total, nonce));
  });
  return router;
}

/** Styles stay open for the mails' own: a srcdoc frame inherits this policy, and mail has nothing but inline styles. */
function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function localOnly(host: string | undefined): RequestHandler {
  const hosts = new Set(["localhost", "127.0.0.1", "[::1]"]);
  const configured =
    host === undefined ? undefined : hostname(host.includes(":") && !host.startsWith("[") ? `[${host}]` : host);
  if (configured !== undefined) hosts.add(configured);
  return (req, res, next) => {
    res.set({
      "Cache-Control": "no-store",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "DENY",
    });
    if (isLocal(req, hosts)) return next();
    res.status(403).type("text").send("The mail page answers on localhost only.\n");
  };
}

/** Whatever says that somebody else has asked a proxy. */
const FORWARDING = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

function isLocal(req: Request, hosts: ReadonlySet<string>): boolean {
  if (!/^(::1|(::ffff:)?127(\.\d+){3})$/.test(req.socket.remoteAddress ?? "")) return false;
  if (FORWARDING.some((name) => name in req.headers)) return false;
  // The header as it came: Express's own `req.hostname` would take X-Forwarded-Host where the proxy setting allows it.
  const asked = hostname(req.headers.host ?? "");
  return asked !== undefined && hosts.has(asked) && req.get("Sec-Fetch-Site") !== "cross-site";
}

/** The name in a Host header, in lower case and without its port; IPv6 keeps its brackets. */
function hostname(header: string): string | undefined {
  return /^(\[[\da-f:.]+\]|[^[\]:/@?#\s]+)(:\d*)?$/i.exec(header)?.[1]?.toLowerCase();
}
