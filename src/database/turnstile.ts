/** Lets one piece of work through at a time, in the order of arrival. */
export class Turnstile {
  #last: Promise<void> | undefined;

  /** Waits its turn. @returns what ends the turn; must be called, and may be called again */
  async enter(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    if (before !== undefined) await before;
    return () => {
      // Nobody waits: whoever comes next needn't wait for a tick.
      if (this.#last === promise) this.#last = undefined;
      resolve();
    };
  }

  /** Does one piece of work in its turn. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const leave = await this.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }
}
