import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Store, StoreUnavailable } from "../store.ts";
import { newName, type Pair, parallel } from "./sample.ts";

/** Long enough for a message that should not come, on a busy machine. */
const SILENCE = 150;
/** What is promised in normal operation is 100. */
const SOON = 500;

/** Waits until messages to this store arrive. */
export function connection({ messages }: Store): Promise<void> {
  return vi.waitFor(() => expect(messages.connected).toBe(true), { timeout: 30_000, interval: 2 });
}

export function messagesSuite(
  pair: () => Pair,
  open: (onError?: (error: unknown) => void) => Promise<Store>,
  spreadMs: number,
): void {
  const opened = new Set<Store>();
  const another = async (onError?: (error: unknown) => void) => {
    const store = await open(onError);
    opened.add(store);
    return store;
  };
  const subscriptions: (() => void)[] = [];
  /** Subscribes for the length of a test, and waits until messages arrive. */
  const listen = async (store: Store, topic: string, listener = vi.fn<(payload: string) => void>()) => {
    const unsubscribe = store.messages.subscribe(topic, listener);
    subscriptions.push(unsubscribe);
    await connection(store);
    return { listener, unsubscribe };
  };
  /** Not even a turn of the event loop for an engine of one server, whose order is strict. */
  const passed = async () => {
    if (spreadMs > 0) await sleep(spreadMs);
  };
  const soon = (check: () => void) => vi.waitFor(check, { timeout: SOON, interval: 2 });

  afterEach(async () => {
    for (const unsubscribe of subscriptions.splice(0)) unsubscribe();
    await Promise.all([...opened].map((store) => store.close()));
    opened.clear();
  });

  describe("messages", () => {
    it("reach every instance that listens, the publishing one included, once", async () => {
      const topic = newName();
      const { one, two } = pair();
      const all = [await listen(one, topic), await listen(two, topic), await listen(await another(), topic)];
      await one.messages.publish(topic, "changed");
      await soon(() => all.forEach(({ listener }) => expect(listener).toHaveBeenCalled()));
      await two.messages.publish(topic);
      await sleep(SILENCE);
      for (const { listener } of all) expect(listener.mock.calls).toEqual([["changed"], [""]]);
    });

    it("arrive as they were sent, whatever is in them", async () => {
      const topic = `a:{b} "c" ' ü例 ${newName()}`;
      const { listener } = await listen(pair().two, topic);
      const payloads = ["", " ", "1", "null", '["x"]', "ü 例 🙂", "a\nb\u0000c", "x".repeat(50_000)];
      for (const payload of payloads) await pair().one.messages.publish(topic, payload);
      await soon(() => expect(listener).toHaveBeenCalledTimes(payloads.length));
      expect(listener.mock.calls.flat().sort()).toEqual(payloads.sort());
    });

    it("arrive all, under 400 of both instances at once", async () => {
      const topic = newName();
      const { one, two } = pair();
      const both = [await listen(one, topic), await listen(two, topic)];
      await parallel(400, (i) => (i % 2 ? one : two).messages.publish(topic, `${i}`));
      for (const { listener } of both) {
        await soon(() => expect(listener.mock.calls.length).toBeGreaterThanOrEqual(400));
        expect(new Set(listener.mock.calls.flat()).size).toBe(400);
        expect(listener).toHaveBeenCalledTimes(400);
      }
    });

    it("are for their topic only, and for what is published from then on", async () => {
      const topic = newName();
      const { one, two } = pair();
      await one.messages.publish(topic, "earlier");
      await passed();
      const { listener } = await listen(two, topic);
      const other = await listen(two, `${topic}x`);
      await one.messages.publish(topic, "later");
      await soon(() => expect(listener).toHaveBeenCalled());
      await sleep(SILENCE);
      expect(listener.mock.calls).toEqual([["later"]]);
      expect(other.listener).not.toHaveBeenCalled();
    });

    it("reach each subscription until it is ended", async () => {
      const topic = newName();
      const { one, two } = pair();
      const twice = vi.fn<(payload: string) => void>();
      const first = await listen(two, topic, twice);
      const second = await listen(two, topic, twice);
      await one.messages.publish(topic, "a");
      await soon(() => expect(twice).toHaveBeenCalledTimes(2));
      first.unsubscribe();
      first.unsubscribe();
      await one.messages.publish(topic, "b");
      await soon(() => expect(twice).toHaveBeenCalledTimes(3));
      second.unsubscribe();
      await one.messages.publish(topic, "c");
      await sleep(SILENCE);
      expect(twice).toHaveBeenCalledTimes(3);
    });

    it("reach the others when a listener throws, which is reported", async () => {
      const topic = newName();
      const onError = vi.fn();
      const store = await another(onError);
      const mistake = new Error("a mistake");
      const throwing = vi.fn(() => {
        throw mistake;
      });
      store.messages.onGap(throwing);
      await listen(store, topic, throwing);
      const { listener } = await listen(store, topic);
      expect(throwing).toHaveBeenCalledTimes(1);
      await pair().one.messages.publish(topic, "a");
      await soon(() => expect(listener).toHaveBeenCalledTimes(1));
      await store.messages.publish(topic, "b");
      await soon(() => expect(listener).toHaveBeenCalledTimes(2));
      expect(onError.mock.calls).toHaveLength(3);
      for (const [error] of onError.mock.calls) expect(error).toMatchObject({ cause: mistake });
      expect(store.messages.connected).toBe(true);
    });

    it("may be missed while nobody listens: connected tells, and so does a gap at each beginning", async () => {
      const topic = newName();
      const store = await another();
      const [gap, ended] = [vi.fn(() => expect(store.messages.connected).toBe(true)), vi.fn()];
      store.messages.onGap(gap);
      store.messages.onGap(ended)();
      await store.messages.publish(topic, "unheard");
      await passed();
      expect(store.messages.connected).toBe(false);
      const first = await listen(store, topic);
      const second = await listen(store, newName());
      expect(gap).toHaveBeenCalledTimes(1);
      first.unsubscribe();
      expect(store.messages.connected).toBe(true);
      second.unsubscribe();
      expect(store.messages.connected).toBe(false);
      const { listener } = await listen(store, topic);
      expect(gap).toHaveBeenCalledTimes(2);
      await pair().one.messages.publish(topic, "heard");
      await soon(() => expect(listener.mock.calls).toEqual([["heard"]]));
      expect(first.listener).not.toHaveBeenCalled();
      expect(ended).not.toHaveBeenCalled();
    });

    it("may be listened to and left from within a listener", async () => {
      const topic = newName();
      const { one, two } = pair();
      const inner = vi.fn<(payload: string) => void>();
      const outer = await listen(
        two,
        topic,
        vi.fn(() => {
          outer.unsubscribe();
          subscriptions.push(two.messages.subscribe(topic, inner));
        }),
      );
      await one.messages.publish(topic, "a");
      await soon(() => expect(outer.listener).toHaveBeenCalled());
      await connection(two);
      await one.messages.publish(topic, "b");
      await soon(() => expect(inner).toHaveBeenCalled());
      await sleep(SILENCE);
      expect(outer.listener.mock.calls).toEqual([["a"]]);
      expect(inner.mock.calls).toEqual([["b"]]);
    });

    it("end with the store", async () => {
      const topic = newName();
      const store = await another();
      const { listener, unsubscribe } = await listen(store, topic);
      const late = vi.fn();
      await store.close();
      expect(store.messages.connected).toBe(false);
      await expect(store.messages.publish(topic, "a")).rejects.toBeInstanceOf(StoreUnavailable);
      store.messages.subscribe(topic, late)();
      store.messages.onGap(late)();
      unsubscribe();
      await pair().one.messages.publish(topic, "b");
      await sleep(SILENCE);
      expect(store.messages.connected).toBe(false);
      expect(listener).not.toHaveBeenCalled();
      expect(late).not.toHaveBeenCalled();
    });

    it("end with a store that is closed from within a listener", async () => {
      const onError = vi.fn();
      const store = await another(onError);
      const closed = new Promise<void>((resolve) => store.messages.onGap(() => void store.close().then(resolve)));
      const listener = vi.fn();
      const topic = newName();
      store.messages.subscribe(topic, listener);
      await closed;
      await pair().one.messages.publish(topic);
      await sleep(SILENCE);
      expect(store.messages.connected).toBe(false);
      expect(listener).not.toHaveBeenCalled();
      expect(onError).not.toHaveBeenCalled();
    });
  });
}
