import { describe, expect, it } from "vitest";
import { parseRange } from "./range.ts";

describe("parseRange", () => {
  it.each([
    ["bytes=0-0", 0, 0],
    ["bytes=2-5", 2, 5],
    ["bytes=2-", 2, 9],
    ["bytes=9-9", 9, 9],
    ["bytes=2-99999999999999999999999999", 2, 9],
    ["bytes=-3", 7, 9],
    ["bytes=-30", 0, 9],
    ["BYTES=0-1", 0, 1],
    ["bytes= 0-1 ,", 0, 1],
  ])("finds %s in ten bytes", (header, start, end) => expect(parseRange(header, 10)).toEqual({ start, end }));

  it.each(["bytes=10-", "bytes=10-20", "bytes=-0", `bytes=${"9".repeat(400)}-`])("cannot satisfy %s", (header) =>
    expect(parseRange(header, 10)).toBe("unsatisfiable"),
  );

  it.each([
    "bytes=",
    "bytes=-",
    "bytes=5-2",
    "bytes=a-b",
    "bytes=0-1,3-4",
    "bytes=1",
    "0-1",
    "items=0-1",
    "bytes=+0-1",
  ])("ignores %s", (header) => expect(parseRange(header, 10)).toBe("ignore"));

  it("finds nothing in an empty file", () => {
    expect(parseRange("bytes=0-", 0)).toBe("unsatisfiable");
    expect(parseRange("bytes=-1", 0)).toBe("ignore");
  });
});
