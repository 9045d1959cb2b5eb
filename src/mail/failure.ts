import { createHash } from "node:crypto";
import type { NodemailerError } from "nodemailer";

/** Why a delivery failed, in words that may be logged: neither the address nor a code is in them. */
export interface DeliveryFailure {
  /** The server refused for good, or the mail cannot be sent at all; trying again would get the same answer. */
  readonly permanent: boolean;
  readonly smtpCode: number | undefined;
  /** `ESOCKET`, `ETIMEDOUT`, … or the system's own code behind it, such as `ECONNREFUSED`. */
  readonly errorCode: string | undefined;
  /** The SMTP command that was answered, `CONN` when there was none yet. */
  readonly command: string | undefined;
  readonly reason: string;
}

/** Failures without an answer from the server that no second try can mend. */
const hopeless = new Set(["EENVELOPE", "EMESSAGE", "EAUTH", "ENOAUTH", "ECONFIG", "EREQUIRETLS"]);

/** Puts an error of nodemailer into words that may be logged; `to` is the address to keep out of them. */
export function describeFailure(error: unknown, to: string): DeliveryFailure {
  const known: NodemailerError = error instanceof Error ? error : new Error(String(error));
  const code = known.code ?? "";
  // An aborted try says only that it was aborted; the reason is the one that our own signal gave.
  const message = code === "EABORT" && known.cause instanceof Error ? known.cause.message : known.message;
  return {
    permanent: known.responseCode === undefined ? hopeless.has(code) : known.permanent === true && !isGreeting(known),
    smtpCode: known.responseCode,
    errorCode: known.originalCode ?? known.code,
    command: known.command,
    reason: scrub(message, to),
  };
}

/** A server that turns everybody away at the door (554, RFC 5321, 3.1) says nothing about the mail, and may be back soon. */
function isGreeting({ command }: NodemailerError): boolean {
  return command === "CONN";
}

/** Twelve hex digits that tell one address from another in the logs: SHA-256 of it in lower case. */
export function addressHash(address: string): string {
  return createHash("sha256").update(address.trim().toLowerCase()).digest("hex").slice(0, 12);
}

/**
 * Takes an address out of a server's answer, with anything else that looks like one and digits that could be a code.
 * Servers echo addresses whole, wrapped over lines, without the domain or rewritten, hence the parts one by one.
 */
export function scrub(text: string, to: string): string {
  const at = to.lastIndexOf("@");
  let clean = text;
  for (const part of [to, at < 0 ? "" : to.slice(0, at), at < 0 ? "" : to.slice(at + 1)]) {
    if (part !== "") clean = clean.replace(wholeWord(part), "[address]");
  }
  clean = clean
    .replace(/[^\s<>()[\],;:"']+@[^\s<>()[\],;:"']+/g, "[address]")
    .replace(/\d{6,}/g, "[digits]")
    .replace(/[\s\p{Cc}]+/gu, " ");
  // Cut last: cutting first could leave half an address that no pattern knows.
  return clean.length > 300 ? `${clean.slice(0, 300)}…` : clean;
}

/** `a@b.c` must not turn every "a" of a sentence into a mask, so letters and digits around it rule a match out. */
function wholeWord(part: string): RegExp {
  const literal = part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "giu");
}
