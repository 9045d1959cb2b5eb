/** @throws {TypeError} unless ids and counts are positive integers: engines would keep anything else differently. */
export function assertCountable(counts: ReadonlyMap<number, number>): void {
  for (const number of [...counts.keys(), ...counts.values()]) {
    if (!Number.isSafeInteger(number) || number < 1) throw new TypeError("Views are counted by positive integers");
  }
}
