/** Who is signed in here. It outlives the tab, and is the same in all of them. */
import { useSyncExternalStore } from "react";

export interface Session {
  readonly viewerId: string;
  readonly accessToken: string;
  /** Gets the next pair, once. */
  readonly refreshToken: string;
  /** When the access token ends, in milliseconds since 1970, by the server's clock. */
  readonly endsAt: number;
  /** When it came, by ours. */
  readonly cameAt: number;
}

interface State {
  readonly session: Session | null;
  /** Why nobody is signed in any more, if there is anything to say. */
  readonly farewell: string | null;
}

const KEY = "session";
const listeners = new Set<() => void>();
let state: State = { session: stored(), farewell: null };

export const currentSession = (): Session | null => state.session;

/** @param session a new one, or the same with its next pair of tokens */
export function keepSession(session: Session): void {
  localStorage.setItem(KEY, JSON.stringify(session));
  change({ session, farewell: null });
}

export function forgetSession(farewell: string | null = null): void {
  localStorage.removeItem(KEY);
  change({ session: null, farewell });
}

/** The `nodeId` of the account that is signed in; null for nobody. */
export const useViewerId = (): string | null => useSyncExternalStore(subscribe, () => state.session?.viewerId ?? null);

export const useFarewell = (): string | null => useSyncExternalStore(subscribe, () => state.farewell);

function change(next: State): void {
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function stored(): Session | null {
  // Nobody but keepSession() writes there.
  return JSON.parse(localStorage.getItem(KEY) ?? "null") as Session | null;
}

// Another tab has signed in or out, or renewed.
addEventListener("storage", ({ key }) => {
  if (key === KEY || key === null) change({ session: stored(), farewell: null });
});
