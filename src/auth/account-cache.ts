import type { Logger } from "pino";
import type { Database } from "../database/client.ts";
import { type Kept, keep } from "../stores/kept.ts";
import type { MessageBus } from "../stores/store.ts";
import { byTurn } from "../turn.ts";
import { type Account, findAccount, findAccounts } from "./accounts.ts";

const MAX_BYTES = 8 * 1024 * 1024;
const EVERYBODY = "";

interface Parts {
  readonly db: Database;
  readonly messages: MessageBus;
  readonly log: Logger;
}

/**
 * Accounts as they ask again and again, kept until they are written. Whatever decides by a password reads the database
 * instead, and whether somebody is signed in the session alone says, which is never kept.
 */
export interface AccountCache {
  /**
   * The live account with this id, or null. One that is kept under another credential stamp than that of the session which
   * asks has been replaced elsewhere a moment ago, or the session has ended: the database says which.
   */
  find(id: number, stamp?: string): Promise<Account | null>;
  /** To be awaited after an account has been written; without its id, when any may have been. */
  drop(id?: number): Promise<void>;
  figures(): ReturnType<Kept<"account">["figures"]>;
}

export function createAccountCache({ db, messages, log }: Parts): AccountCache {
  const forgets = (note: string) => [note === EVERYBODY ? (["account"] as const) : (["account", note] as const)];
  const kept = keep({ topic: "accounts", parts: { account: MAX_BYTES }, forgets, messages, log });
  const load = byTurn<number, { readonly account: Account | null }>(async (ids) => {
    const found = new Map((await findAccounts(db, [...new Set(ids)])).map((account) => [account.id, account]));
    return ids.map((id) => ({ account: found.get(id) ?? null }));
  });
  return {
    find: async (id, stamp) => {
      const { account } = await kept.read("account", String(id), () => load(id));
      return stamp === undefined || account?.credentialStamp === stamp ? account : findAccount(db, id);
    },
    drop: (id) => kept.drop(id === undefined ? EVERYBODY : String(id)),
    figures: () => kept.figures("account"),
  };
}
