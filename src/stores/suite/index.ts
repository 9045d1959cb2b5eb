import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Store, StoreUnavailable } from "../store.ts";
import { codesSuite } from "./codes.ts";
import { messagesSuite } from "./messages.ts";
import { rotationSuite } from "./rotation.ts";
import type { Pair } from "./sample.ts";
import { sessionsSuite } from "./sessions.ts";
import { throttleSuite } from "./throttle.ts";
import { viewsSuite } from "./views.ts";

/** How a suite gets at an engine. */
export interface Engine {
  readonly name: string;
  /** Milliseconds after which a message has passed everywhere; an engine of one server has none. */
  readonly spreadMs?: number;
  /** Opens one more store on the same file or server; every call gives an instance of its own. */
  open(onError?: (error: unknown) => void): Promise<Store>;
}

/** Holds an engine to every word of `store.ts`. */
export function storeSuite(engine: Engine): void {
  describe(`${engine.name} keeps to the words of store.ts`, () => {
    let opened: Pair | undefined;
    const pair = (): Pair => {
      if (opened === undefined) throw new Error("The engine did not open");
      return opened;
    };
    beforeAll(async () => {
      opened = { one: await engine.open(), two: await engine.open() };
    });
    afterAll(async () => {
      await Promise.all([opened?.one.close(), opened?.two.close()]);
    });

    sessionsSuite(pair);
    rotationSuite(pair);
    throttleSuite(pair);
    codesSuite(pair);
    viewsSuite(pair);
    messagesSuite(pair, (onError) => engine.open(onError), engine.spreadMs ?? 0);

    it("answers a ping", async () => {
      await expect(pair().one.ping()).resolves.toBeUndefined();
    });

    it("is unavailable once closed, and closes twice without complaint", async () => {
      const store = await engine.open();
      await store.ping();
      await store.close();
      await store.close();
      await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(store.sessions.find(`1.${"x".repeat(22)}`, Date.now())).rejects.toBeInstanceOf(StoreUnavailable);
    });
  });
}
