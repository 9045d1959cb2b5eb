/** A process of its own on an embedded store's file; `embedded.test.ts` runs it. */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { openEmbeddedStore } from "../embedded/index.ts";
import { newSession, START } from "./sample.ts";

const [act, file = "", key = "", limit = "0", times = "0"] = process.argv.slice(2);

/** Opens new files, each at the very moment when the other processes do. */
async function race(): Promise<void> {
  process.stdout.write("ready\n");
  const [data] = await once(process.stdin, "data");
  const start = Number(String(data));
  for (let i = 0; i < Number(times); i++) {
    // A timer would be a millisecond off, which is too much for this.
    while (Date.now() < start + i * 12);
    await openEmbeddedStore({ file: `${file}-${i}` }).close();
  }
  process.stdout.write("opened\n", () => process.exit());
}

async function consume(): Promise<void> {
  process.stdout.write("ready\n");
  await once(process.stdin, "data");
  const { throttle } = openEmbeddedStore({ file });
  const bucket = { key, limit: Number(limit), windowMs: 60_000 };
  let allowed = 0;
  const act = async () => void ((await throttle.consume([bucket], START)).allowed && (allowed += 1));
  // Some alone, some with others of their turn.
  for (let left = Number(times), together = 1; left > 0; together = (together % 7) + 1) {
    await Promise.all(Array.from({ length: Math.min(left, together) }, act));
    left -= together;
  }
  process.stdout.write(`${allowed}\n`, () => process.exit());
}

/** Starts sessions, ends every other one, and names each that has been left so as soon as the store has acknowledged it. */
async function write(): Promise<void> {
  const { sessions, codes } = openEmbeddedStore({ file });
  const code = { mailbox: "a@example.com", purpose: "sign-in", hash: "used", now: START } as const;
  await codes.put({ ...code, expiresAt: START + 60_000 });
  await codes.redeem({ ...code, maxTries: 5 });
  for (let i = 0; ; i++) {
    const session = newSession(7);
    await sessions.create(session);
    if (i % 2 === 0) {
      process.stdout.write(`created ${session.id}\n`);
    } else {
      await sessions.end(session.id, START);
      process.stdout.write(`ended ${session.id}\n`);
    }
    // A pipe takes only so much before it must be emptied.
    if (process.stdout.writableLength > 0) await once(process.stdout, "drain");
  }
}

/** Adds views, and says so each time when the store has acknowledged them. */
async function view(): Promise<void> {
  const { views } = openEmbeddedStore({ file });
  for (;;) {
    await views.add(
      new Map([
        [1, 1],
        [2, 2],
      ]),
    );
    process.stdout.write("added\n");
    if (process.stdout.writableLength > 0) await once(process.stdout, "drain");
  }
}

/** Takes views, and waits to be killed with them. */
async function take(): Promise<void> {
  const batch = await openEmbeddedStore({ file }).views.take({ now: Number(key), leaseMs: 1000 });
  process.stdout.write(`${batch?.id}\n`);
  await once(process.stdin, "data");
}

/** Publishes each line that it is told, with the time before it. */
async function publish(): Promise<void> {
  const { messages } = openEmbeddedStore({ file });
  process.stdout.write("ready\n");
  for await (const line of createInterface(process.stdin)) await messages.publish(key, `${Date.now()} ${line}`);
}

/** Listens, has heard itself, and leaves the store open. */
async function listen(): Promise<void> {
  const { messages } = openEmbeddedStore({ file });
  messages.subscribe(key, (payload) => process.stdout.write(`${payload}\n`));
  await messages.publish(key, "heard");
}

const acts: Record<string, () => Promise<void>> = { race, consume, write, view, take, publish, listen };
await acts[act ?? ""]?.();
