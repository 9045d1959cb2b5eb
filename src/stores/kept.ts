import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import { bytesOf } from "./bytes.ts";
import type { MessageBus } from "./store.ts";

/** Until other processes have been told of a write, they are told again so often; in milliseconds. */
const TELL_AGAIN_MS = 1000;

/** What is forgotten of a part: one key, or all of it. */
export type Forgotten<Part> = readonly [part: Part, key?: string];

export interface KeptOptions<Part extends string> {
  /** The topic of its messages. */
  readonly topic: string;
  /** How much each part may hold, in bytes. */
  readonly parts: Readonly<Record<Part, number>>;
  /** What a note means for what is kept. */
  readonly forgets: (note: string) => readonly Forgotten<Part>[];
  readonly messages: MessageBus;
  readonly log: Logger;
}

/** What this process has read of something that is read far more often than written. */
export interface Kept<Part extends string> {
  /** The value kept under a key, or what `load` gives; those who ask at the same time share one load. */
  read<T extends object>(part: Part, key: string, load: () => Promise<T>): Promise<T>;
  /** Whether a value is, itself, the one that is kept under a key. */
  holds(part: Part, key: string, value: object): boolean;
  /** How each part does: reads that found something, those that did not, and about how many bytes it takes. */
  figures(part: Part): { readonly hits: number; readonly misses: number; readonly bytes: number };
  /** To be awaited after a write has been committed: forgets what the note means, and tells the other processes to. */
  drop(note: string): Promise<void>;
}

/**
 * Keeps values until a note says that they may have changed, here or elsewhere. While messages may be missed nothing is
 * kept, since nobody could say when it changes; and after a gap everything is read anew. So a reader sees what its own
 * process has acknowledged at once, and what another one has within moments, or within `GAP_MS` where a message was lost.
 */
export function keep<Part extends string>(options: KeptOptions<Part>): Kept<Part> {
  const { topic, parts, forgets, messages, log } = options;
  const names = Object.keys(parts) as Part[]; // Object.keys() forgets what they are
  const each = new Map(names.map((part) => [part, new PartKept(parts[part])]));
  const part = (name: Part): PartKept => {
    const found = each.get(name);
    if (found === undefined) throw new TypeError(`Nothing is kept of ${name}`);
    return found;
  };
  const forget = (note: string): void => {
    for (const [name, key] of forgets(note)) part(name).forget(key);
  };
  const forgetAll = (): void => {
    for (const one of each.values()) one.forget();
  };
  messages.onGap(forgetAll);
  messages.subscribe(topic, forget);
  const tell = telling(topic, messages, log);

  return {
    read: async <T extends object>(name: Part, key: string, load: () => Promise<T>): Promise<T> => {
      if (!messages.connected) return load();
      const one = part(name);
      // One key is always read by one kind of `load`, so that what is kept under it is a T.
      return (one.known(key) as T | Promise<T> | undefined) ?? one.load(key, load, () => messages.connected);
    },
    holds: (name, key, value) => messages.connected && part(name).holds(key, value),
    figures: (name) => part(name).figures,
    async drop(note) {
      forget(note);
      await tell(note);
    },
  };
}

/** Values of one kind, the ones used last within a number of bytes. */
class PartKept {
  readonly #values: LRUCache<string, object>;
  readonly #loading = new Map<string, Promise<object>>();
  #hits = 0;
  #misses = 0;

  constructor(maxBytes: number) {
    this.#values = new LRUCache({ maxSize: maxBytes, sizeCalculation: (value, key) => bytesOf(key) + bytesOf(value) });
  }

  known(key: string): object | Promise<object> | undefined {
    const found = this.#values.get(key) ?? this.#loading.get(key);
    if (found === undefined) this.#misses += 1;
    else this.#hits += 1;
    return found;
  }

  get figures() {
    return { hits: this.#hits, misses: this.#misses, bytes: this.#values.calculatedSize };
  }

  holds(key: string, value: object): boolean {
    return this.#values.get(key) === value;
  }

  async load<T extends object>(key: string, read: () => Promise<T>, mayKeep: () => boolean): Promise<T> {
    const promise = read();
    this.#loading.set(key, promise);
    try {
      const value = await promise;
      if (this.#loading.get(key) === promise && mayKeep()) this.#values.set(key, value);
      return value;
    } finally {
      if (this.#loading.get(key) === promise) this.#loading.delete(key);
    }
  }

  /** What is being read now may be older than the write: those who have asked get it, nobody else. */
  forget(key?: string): void {
    if (key === undefined) {
      this.#values.clear();
      this.#loading.clear();
    } else {
      this.#values.delete(key);
      this.#loading.delete(key);
    }
  }
}

/** Tells the other processes; what could not be told is told again until it could, since nothing else would bring it to light. */
function telling(topic: string, messages: MessageBus, log: Logger): (note: string) => Promise<void> {
  const untold = new Set<string>();
  let again: NodeJS.Timeout | undefined;
  const tell = async (note: string): Promise<void> => {
    try {
      await messages.publish(topic, note);
      untold.delete(note);
    } catch (error) {
      // The write stands.
      if (untold.size === 0) log.warn({ err: error }, "other processes could not be told of a change yet");
      untold.add(note);
    }
    if (untold.size === 0) {
      clearInterval(again);
      again = undefined;
    } else {
      again ??= setInterval(() => untold.forEach((one) => void tell(one)), TELL_AGAIN_MS).unref();
    }
  };
  return tell;
}
