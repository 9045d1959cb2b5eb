import { randomBytes } from "node:crypto";
import { type RequestHandler, Router } from "express";
import type { Outbox, StoredMail } from "../mail/mailer.ts";
import type { Places } from "../pages/index.ts";
import { crowd } from "../process/crowd.ts";
import { mailPage, type Shown } from "./mail-page.ts";

/** So many are shown, the newest. */
const SHOWN = 100;

/** `/dev/mail` shows the mails that nobody got, of all workers; `/dev/mail.json` has them as JSON. */
export function devMail(outbox: Outbox, places: Pick<Places, "explorer">): Router {
  const everybodys = crowd("mails", () => ({ total: outbox.total, mails: outbox.list() }));
  const read = async () => {
    const all = await everybodys();
    const mails: StoredMail[] = all.flatMap((each) => each.mails).sort((a, b) => b.sentAt.localeCompare(a.sentAt));
    return { total: all.reduce((sum, each) => sum + each.total, 0), mails: mails.slice(0, SHOWN) };
  };
  const router = Router();
  router.get("/dev/mail.json", async (_req, res) => {
    const { total, mails } = await read();
    // The page asks with HEAD whether this has risen.
    res.set("Mail-Total", String(total)).json(mails);
  });
  router.get("/dev/mail", page(read, places));
  return router;
}

function page(
  read: () => Promise<Pick<Shown, "mails" | "total">>,
  { explorer }: Pick<Places, "explorer">,
): RequestHandler {
  return async (req, res) => {
    const nonce = randomBytes(16).toString("base64");
    res.set("Content-Security-Policy", contentPolicy(nonce));
    const origin = `${req.protocol}://${req.get("host") ?? ""}`;
    res.type("html").send(mailPage({ ...(await read()), nonce, origin, explorer }));
  };
}

/** Styles stay open for the mails' own: a srcdoc frame inherits this policy, and mail has nothing but inline styles. */
function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "style-src 'self' 'unsafe-inline'",
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
