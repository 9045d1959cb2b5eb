/** Writes what is gathered in memory. */
export interface Flushing {
  /** Resolves when everything that was gathered before is written, or was tried; never rejects. */
  flush(): Promise<void>;
  /** Flushes for the last time. */
  close(): Promise<void>;
}

/**
 * Writes again and again, and when somebody asks for it; one write at a time.
 * @param write takes what is there; it never throws, and sees itself to what could not be written
 */
export function flushing(everyMs: number, write: () => Promise<void>): Flushing {
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    next = undefined;
    return write();
  };
  // Whoever asks while a write waits for the one before it shares it: otherwise they would queue up behind a store that
  // does not answer, for longer and longer.
  const flush = (): Promise<void> => (next ??= last = last.then(begin));
  const timer = setInterval(() => void flush(), everyMs);
  timer.unref();
  return {
    flush,
    close() {
      clearInterval(timer);
      return flush();
    },
  };
}
