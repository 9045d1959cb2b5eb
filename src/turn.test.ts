import { setImmediate } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { byTurn } from "./turn.ts";

const doubling = (most?: number) => {
  const act = vi.fn(async (all: readonly number[]): Promise<readonly number[]> => all.map((n) => 2 * n));
  return { act, double: byTurn(act, most) };
};

it("answers what is asked in one turn together, each with its own", async () => {
  const { act, double } = doubling();
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
  expect(act.mock.calls).toEqual([[[1, 2, 3]]]);
});

it("asks anew for the next turn, though the last one is still under way", async () => {
  const { act, double } = doubling();
  act.mockImplementationOnce(async (all) => {
    for (let i = 0; i < 3; i++) await setImmediate();
    return all;
  });
  const first = double(1);
  await setImmediate();
  expect(await double(2)).toBe(4);
  expect(await first).toBe(1);
  expect(act.mock.calls).toEqual([[[1]], [[2]]]);
});

it("takes so many together and no more", async () => {
  const { act, double } = doubling(2);
  expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10]);
  expect(act.mock.calls).toEqual([[[1, 2]], [[3, 4]], [[5]]]);
});

it("fails all that went together, and nobody else", async () => {
  const { act, double } = doubling(2);
  act.mockRejectedValueOnce(new Error("away"));
  const outcomes = await Promise.allSettled([1, 2, 3].map(double));
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
  act.mockResolvedValueOnce([]);
  await expect(double(1)).rejects.toThrow(TypeError);
});
