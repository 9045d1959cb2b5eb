import cluster, { type Worker } from "node:cluster";

/** What has not been heard by then is left out: a worker may be starting, busy or dying. Milliseconds. */
const PATIENCE_MS = 4000;

/** Between workers and their supervisor. Numbers tell questions apart; each side numbers its own. */
type Message =
  | { readonly crowd: "ask"; readonly topic: string; readonly question: number }
  | { readonly crowd: "say"; readonly topic: string; readonly question: number }
  | { readonly crowd: "said"; readonly question: number; readonly value: unknown }
  | { readonly crowd: "heard"; readonly question: number; readonly values: readonly unknown[] };

const isMessage = (message: unknown): message is Message =>
  typeof message === "object" && message !== null && "crowd" in message;

let questions = 0;

// ── In a worker ─────────────────────────────────────────────────────────────────────────────────────────────────────

const sayings = new Map<string, () => unknown>();
const waiting = new Map<number, (values: readonly unknown[]) => void>();

/**
 * What all processes of this server say of a topic, this one first: alone, or one of several workers, it makes no
 * difference to whoever asks.
 * @param own what this process says, which must be JSON
 * @returns what asks them
 */
export function crowd<T>(topic: string, own: () => T | Promise<T>): () => Promise<readonly T[]> {
  if (!cluster.isWorker) return async () => [await own()];
  if (sayings.size === 0) process.on("message", hear);
  sayings.set(topic, own);
  return async () => {
    const question = (questions += 1);
    const others = new Promise<readonly unknown[]>((resolve) => waiting.set(question, resolve));
    const late = setTimeout(() => waiting.get(question)?.([]), 2 * PATIENCE_MS);
    tell({ crowd: "ask", topic, question });
    try {
      // What others say of a topic comes of the same function.
      return [await own(), ...((await others) as readonly T[])];
    } finally {
      clearTimeout(late);
      waiting.delete(question);
    }
  };
}

function hear(message: unknown): void {
  if (!isMessage(message)) return;
  if (message.crowd === "heard") waiting.get(message.question)?.(message.values);
  if (message.crowd === "say") void answer(message.topic, message.question);
}

/** Whoever asked does not wait for good, so that what goes wrong here is not heard, and no more than that. */
async function answer(topic: string, question: number): Promise<void> {
  const value: unknown = await Promise.resolve()
    .then(() => sayings.get(topic)?.())
    .catch(() => undefined);
  if (value !== undefined) tell({ crowd: "said", question, value });
}

function tell(message: Message): void {
  // A worker that stops has hung up.
  if (process.connected) process.send?.(message);
}

// ── In the supervisor ───────────────────────────────────────────────────────────────────────────────────────────────

const awaited = new Map<number, (said: readonly unknown[]) => void>();

/** Passes what this worker asks on to all others, and back what they say. */
export function passOn(worker: Worker, others: () => readonly Worker[]): void {
  const reply = async (topic: string, question: number): Promise<void> => {
    const asked = others().filter((other) => other !== worker && other.isConnected());
    const said = await Promise.all(asked.map((other) => ask(other, topic)));
    const heard: Message = { crowd: "heard", question, values: said.flat(1) };
    if (worker.isConnected()) worker.send(heard);
  };
  worker.on("message", (message: unknown) => {
    if (!isMessage(message)) return;
    if (message.crowd === "ask") void reply(message.topic, message.question);
    if (message.crowd === "said") awaited.get(message.question)?.([message.value]);
  });
}

/** Nothing of a worker that does not answer in time. */
async function ask(worker: Worker, topic: string): Promise<readonly unknown[]> {
  const question = (questions += 1);
  const said = new Promise<readonly unknown[]>((resolve) => awaited.set(question, resolve));
  const late = setTimeout(() => awaited.get(question)?.([]), PATIENCE_MS);
  const message: Message = { crowd: "say", topic, question };
  worker.send(message);
  try {
    return await said;
  } finally {
    clearTimeout(late);
    awaited.delete(question);
  }
}
