import type { MessageBus } from "./store.ts";

/** What an engine tells the hub while it listens. */
export interface Feed {
  deliver(topic: string, payload: string): void;
  connected(connected: boolean): void;
}

/** An engine's way to listen to the other processes; gives what ends it. Must not throw. */
export type Listen = (feed: Feed) => () => void;

/** The half of a {@link MessageBus} that all engines share: who listens here, and whether what is published arrives. */
export interface Hub extends Pick<MessageBus, "subscribe" | "onGap" | "connected"> {
  /** Calls the listeners of a topic in this process. */
  deliver(topic: string, payload: string): void;
  /** Ends the listening for good and forgets the listeners. */
  close(): void;
}

/** Listens, through the engine, from the first subscription until the last has ended. */
export function openHub(listen: Listen, onError: (error: Error) => void): Hub {
  const listeners = new Callbacks<[topic: string, payload: string]>(onError);
  const gaps = new Callbacks<[]>(onError);
  let feed: Feed | undefined;
  let stop: (() => void) | undefined;
  let connected = false;
  let closed = false;

  const begin = () => {
    // An engine may have something under way when it is stopped; by then its feed is no longer the current one.
    const mine: Feed = {
      deliver: (topic, payload) => feed === mine && listeners.call(topic, payload),
      connected: (now) => {
        if (feed !== mine || connected === now) return;
        connected = now;
        if (connected) gaps.call();
      },
    };
    feed = mine;
    const stopMine = listen(mine);
    // A gap listener may have closed the hub already.
    if (feed === mine) stop = stopMine;
    else stopMine();
  };
  const end = () => {
    stop?.();
    feed = stop = undefined;
    connected = false;
  };

  return {
    get connected() {
      return connected;
    },
    deliver: (topic, payload) => listeners.call(topic, payload),
    subscribe: (topic, listener) => {
      if (closed) return () => undefined;
      const remove = listeners.add((of, payload) => of === topic && listener(payload));
      if (feed === undefined) begin();
      return () => {
        if (remove() && listeners.size === 0) end();
      };
    },
    onGap: (listener) => {
      const remove = closed ? undefined : gaps.add(listener);
      return () => void remove?.();
    },
    close: () => {
      closed = true;
      end();
      listeners.clear();
      gaps.clear();
    },
  };
}

/** Functions that are called together, each whatever the others throw. */
class Callbacks<Args extends unknown[]> {
  readonly #onError: (error: Error) => void;
  readonly #entries = new Set<{ readonly call: (...args: Args) => unknown }>();

  constructor(onError: (error: Error) => void) {
    this.#onError = onError;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** @returns what removes it again, and tells whether it was there still */
  add(call: (...args: Args) => unknown): () => boolean {
    // An entry of its own, since one function may be added twice.
    const entry = { call };
    this.#entries.add(entry);
    return () => this.#entries.delete(entry);
  }

  call(...args: Args): void {
    // One that is added meanwhile waits for the next call; one that is removed meanwhile is not called any more.
    for (const entry of Array.from(this.#entries)) {
      if (!this.#entries.has(entry)) continue;
      try {
        entry.call(...args);
      } catch (error) {
        this.#onError(new Error("A listener to the store's messages failed", { cause: error }));
      }
    }
  }

  clear(): void {
    this.#entries.clear();
  }
}
