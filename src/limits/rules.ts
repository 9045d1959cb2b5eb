import { createHash } from "node:crypto";
import { emailKey } from "../auth/accounts.ts";
import type { Door } from "../doors.ts";

const MINUTE = 60;
const DAY = 86_400;

/** A limit on an act, whichever door it comes in by (docs/contracts, "Limits"). */
export interface LimitRule {
  readonly limit: number;
  /** Doors with a limit of their own, which is counted by itself. */
  readonly limitAt?: Partial<Record<Door["name"], number>>;
  readonly seconds: number;
  /**
   * Whom it counts: a client's network, the site (the /48) of an IPv6 address, of which IPv4 addresses have none, an
   * account, a mailbox, which a resolver names, whoever asks, or that mailbox as far as one network asks for it.
   */
  readonly per: "address" | "site" | "user" | "mailbox" | "mailbox and network";
  /** Whether all acts under it count together; each counts by itself otherwise. */
  readonly together?: boolean;
  /** What happens while the store is away: reading goes on, everything else waits for it. */
  readonly whenAway: "allow" | "refuse";
  /** Whether `RATE_LIMITS=n` leaves it as it is. */
  readonly fixed?: boolean;
  /** Whether it leaves the networks of `UNLIMITED_READERS` alone. */
  readonly sparesReaders?: boolean;
}

/** Every limit there is. GraphQL fields name theirs beside their scope. */
export const limitRules = {
  password: { limit: 10, seconds: MINUTE, per: "address", together: true, whenAway: "refuse" },
  // Whoever has a /48 has 65,536 networks to guess from.
  passwordOfSite: { limit: 100, seconds: MINUTE, per: "site", together: true, whenAway: "refuse" },
  register: { limit: 20, seconds: MINUTE, per: "address", whenAway: "refuse" },
  requestRegistrationCode: { limit: 5, seconds: MINUTE, per: "address", whenAway: "refuse" },
  verifyRegistration: { limit: 20, seconds: MINUTE, per: "address", whenAway: "refuse" },
  requestSignInCode: { limit: 5, seconds: MINUTE, per: "address", whenAway: "refuse" },
  loginWithCode: { limit: 10, seconds: MINUTE, per: "address", whenAway: "refuse" },
  requestAddressChange: { limit: 5, seconds: MINUTE, per: "address", whenAway: "refuse" },
  recoverPassword: { limit: 5, seconds: MINUTE, per: "address", whenAway: "refuse" },
  // A mailbox does not care why it is full.
  mail: { limit: 10, seconds: DAY, per: "mailbox", together: true, whenAway: "refuse", fixed: true },
  // Half of a mailbox's mails are left for its owner, whoever else asks for them.
  mailFromNetwork: {
    limit: 5,
    seconds: DAY,
    per: "mailbox and network",
    together: true,
    whenAway: "refuse",
    fixed: true,
  },
  refresh: { limit: 20, seconds: MINUTE, per: "address", whenAway: "refuse" },
  secondFactor: { limit: 10, seconds: MINUTE, per: "user", whenAway: "refuse" },
  ownAccount: { limit: 20, seconds: MINUTE, per: "user", whenAway: "refuse" },
  administration: { limit: 20, seconds: MINUTE, per: "user", whenAway: "refuse" },
  query: {
    // A storefront's own server asks for all its visitors from one address; the envelope's document says a hundred.
    limit: 1200,
    limitAt: { envelope: 100 },
    seconds: MINUTE,
    per: "address",
    whenAway: "allow",
    sparesReaders: true,
  },
} as const satisfies Record<string, LimitRule>;

export type LimitRuleName = keyof typeof limitRules;

/** How often a limit rule lets through within its window. @param factor what `RATE_LIMITS` multiplies limits by */
export const limitOf = ({ limit, limitAt, fixed }: LimitRule, factor: number, door: Door["name"]): number =>
  (limitAt?.[door] ?? limit) * (fixed ? 1 : factor);

const WHOM = {
  address: "client address",
  site: "IPv6 /48",
  user: "account",
  mailbox: "mailbox",
  "mailbox and network": "mailbox, from one network",
} as const;

/** A limit in words: `10 a minute for each client address`. @param door at which it may be another one */
export function describeRule(name: LimitRuleName, door: Door["name"] = "graphql"): string {
  const rule: LimitRule = limitRules[name];
  const { seconds, per } = rule;
  return `${limitOf(rule, 1, door)} a ${seconds === DAY ? "day" : "minute"} for each ${WHOM[per]}`;
}

/**
 * Names a mailbox in a bucket's key without giving its address away. What stands behind a `+` is left out: mail services
 * deliver all of those to one mailbox.
 */
export const mailboxSubject = (email: string): string =>
  createHash("sha256")
    .update(emailKey(email).replace(/^([^@+]+)\+[^@]*(?=@)/, "$1"))
    .digest("base64url");
