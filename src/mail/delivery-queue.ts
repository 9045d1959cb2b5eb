import { randomUUID } from "node:crypto";
import { addressHash, type DeliveryFailure, describeFailure } from "./failure.ts";
import { type Mail, type MailLog, type MailStats, MailUnavailable } from "./mail.ts";

export interface QueueOptions {
  /** One try. `id` is the same at each try for a mail, so that a server or reader can drop a copy. */
  readonly deliver: (mail: Mail, id: string, signal: AbortSignal) => Promise<void>;
  readonly log: MailLog;
  /** Mails held at most, those being delivered and those waiting for another try included. */
  readonly limit: number;
  /** Tries under way at once. */
  readonly concurrency: number;
  /** Longest time for one try, in milliseconds. */
  readonly tryMs: number;
  /** Pause before the second try, in milliseconds; doubled each time up to `retryMaxMs`, less up to half at random. */
  readonly retryBaseMs: number;
  readonly retryMaxMs: number;
  readonly maxTries: number;
}

interface Job {
  readonly mail: Mail;
  readonly id: string;
  tries: number;
}

type Loss = "refused" | "expired" | "too many tries" | "shut down";

/** Mails in memory on their way out; each is in exactly one of `#ready`, `#running`, `#waiting` until it is settled. */
export class DeliveryQueue {
  readonly #options: QueueOptions;
  // Sets and maps keep their order and delete in constant time, which an array of ten thousand does not.
  readonly #ready = new Set<Job>();
  readonly #running = new Map<Job, AbortController>();
  readonly #waiting = new Map<Job, NodeJS.Timeout>();
  readonly #idleListeners = new Set<() => void>();
  #closed = false;
  #sent = 0;
  #retried = 0;
  #failed = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get stats(): MailStats {
    return { queued: this.#size, sent: this.#sent, retried: this.#retried, failed: this.#failed };
  }

  get #size(): number {
    return this.#ready.size + this.#running.size + this.#waiting.size;
  }

  /** @throws {MailUnavailable} when the queue is full or closed */
  add(mail: Mail): void {
    if (this.#closed) throw new MailUnavailable("closed");
    if (this.#size >= this.#options.limit) this.#dropExpired();
    if (this.#size >= this.#options.limit) throw new MailUnavailable("queue-full");
    this.#ready.add({ mail, id: randomUUID(), tries: 0 });
    // Not now: the request that asked for the mail goes first.
    setImmediate(() => this.#pump());
  }

  /** Resolves when nothing is left, or after `timeoutMs`. Waiting mails get their next try at once. */
  async drain(timeoutMs: number): Promise<void> {
    for (const [job, timer] of this.#waiting) {
      clearTimeout(timer);
      this.#ready.add(job);
    }
    this.#waiting.clear();
    this.#pump();
    if (this.#size === 0) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#idleListeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.#idleListeners.add(done);
    });
  }

  /** Gives up what is left, each mail with a line in the log, and takes nothing more. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    const left = [...this.#ready, ...this.#waiting.keys()];
    this.#ready.clear();
    this.#waiting.clear();
    for (const job of left) this.#lose(job, "shut down");
    // Those under way come back through #settle, with the reason given here.
    for (const abort of this.#running.values()) abort.abort(new Error("the server is shutting down"));
    this.#tellIdle();
  }

  #pump(): void {
    while (this.#running.size < this.#options.concurrency) {
      const [job] = this.#ready;
      if (job === undefined) break;
      this.#ready.delete(job);
      if (job.mail.expiresAt <= Date.now()) this.#lose(job, "expired");
      else void this.#try(job);
    }
    this.#tellIdle();
  }

  /** One try from start to settlement; never rejects. */
  async #try(job: Job): Promise<void> {
    const { deliver, tryMs } = this.#options;
    const abort = new AbortController();
    this.#running.set(job, abort);
    job.tries += 1;
    const allowed = Math.min(tryMs, job.mail.expiresAt - Date.now());
    const timer = setTimeout(() => abort.abort(new Error(`not delivered within ${allowed} ms`)), allowed);
    const startedAt = performance.now();
    let error: unknown;
    let delivered = false;
    try {
      await deliver(job.mail, job.id, abort.signal);
      delivered = true;
    } catch (thrown) {
      error = thrown;
    }
    clearTimeout(timer);
    this.#running.delete(job);
    if (delivered) this.#delivered(job, Math.round(performance.now() - startedAt));
    else this.#settle(job, describeFailure(error, job.mail.to));
    this.#pump();
  }

  #delivered(job: Job, ms: number): void {
    this.#sent += 1;
    this.#options.log.info({ to: addressHash(job.mail.to), tries: job.tries, ms }, "mail delivered");
  }

  /** After a try that failed: gives the mail up, or puts it by for another one. */
  #settle(job: Job, failure: DeliveryFailure): void {
    const { log, maxTries } = this.#options;
    if (this.#closed) return this.#lose(job, "shut down", failure);
    if (failure.permanent) return this.#lose(job, "refused", failure);
    if (job.tries >= maxTries) return this.#lose(job, "too many tries", failure);
    const inMs = this.#pauseAfter(job.tries);
    if (Date.now() + inMs >= job.mail.expiresAt) return this.#lose(job, "expired", failure);
    this.#retried += 1;
    log.warn(
      { to: addressHash(job.mail.to), tries: job.tries, inMs, ...failure },
      "mail not delivered, will try again",
    );
    const timer = setTimeout(() => {
      this.#waiting.delete(job);
      this.#ready.add(job);
      this.#pump();
    }, inMs);
    // A mail that waits is no reason for the process to live on; drain() is.
    timer.unref();
    this.#waiting.set(job, timer);
  }

  /** Half of the pause is random, so that mails that failed together do not come back together. */
  #pauseAfter(tries: number): number {
    const { retryBaseMs, retryMaxMs } = this.#options;
    return Math.round(Math.min(retryMaxMs, retryBaseMs * 2 ** (tries - 1)) * (1 - Math.random() / 2));
  }

  #lose(job: Job, loss: Loss, failure?: DeliveryFailure): void {
    this.#failed += 1;
    const facts = { to: addressHash(job.mail.to), tries: job.tries, loss, ...failure };
    this.#options.log.error(facts, "mail given up");
  }

  /** A server that hangs holds the queue up; mails that died meanwhile must not keep live ones out. */
  #dropExpired(): void {
    const now = Date.now();
    for (const job of this.#ready) {
      // Oldest first, with about one lifetime: the first live one ends the search, or each refusal would cost a scan.
      if (job.mail.expiresAt > now) break;
      this.#ready.delete(job);
      this.#lose(job, "expired");
    }
  }

  #tellIdle(): void {
    if (this.#size === 0) for (const done of this.#idleListeners) done();
  }
}
