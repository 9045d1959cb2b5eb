import type { Request, RequestHandler } from "express";
import { isThisMachine } from "../http/this-machine.ts";

/**
 * Lets requests from this machine pass (403 else), by their socket, and only when no proxy has passed them on. Their Host
 * has to be this machine or `host` as well: a page elsewhere that points its own name at 127.0.0.1 would otherwise read
 * codes and tokens from the developer's browser.
 */
export function localOnly(host?: string): RequestHandler {
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
    if (isThisMachine(req) && isAskedFor(req, hosts)) return next();
    res.status(403).type("text").send("The pages of developers answer on localhost only.\n");
  };
}

/** By the header as it came: Express's own `req.hostname` would take X-Forwarded-Host where the proxy setting allows it. */
function isAskedFor(req: Request, hosts: ReadonlySet<string>): boolean {
  const asked = hostname(req.headers.host ?? "");
  return asked !== undefined && hosts.has(asked) && req.get("Sec-Fetch-Site") !== "cross-site";
}

/** The name in a Host header, in lower case and without its port; IPv6 keeps its brackets. */
function hostname(header: string): string | undefined {
  return /^(\[[\da-f:.]+\]|[^[\]:/@?#\s]+)(:\d*)?$/i.exec(header)?.[1]?.toLowerCase();
}
