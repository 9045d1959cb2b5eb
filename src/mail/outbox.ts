import type { Mail } from "./mail.ts";

/** A mail that was kept instead of sent. */
export interface StoredMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** ISO 8601. */
  readonly sentAt: string;
}

/** What the developer's mail page shows: the last mails of this process. */
export interface Outbox {
  /** Mails ever taken in, those that fell out again included: it rises with each, so a reader can tell new ones. */
  readonly total: number;
  /** The mails still kept, newest first. */
  list(): readonly StoredMail[];
}

/** An outbox that keeps the last `capacity` mails in memory, and the way to put one in. */
export function createOutbox(capacity = 100): { readonly outbox: Outbox; readonly add: (mail: Mail) => void } {
  const mails: StoredMail[] = [];
  let total = 0;
  return {
    outbox: {
      get total() {
        return total;
      },
      list: () => [...mails],
    },
    add({ to, subject, text, html }) {
      mails.unshift({ to, subject, text, html, sentAt: new Date().toISOString() });
      mails.length = Math.min(mails.length, capacity);
      total += 1;
    },
  };
}
