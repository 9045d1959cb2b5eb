import { describe, expect, it } from "vitest";
import { addressHash, describeFailure, scrub } from "./failure.ts";

describe("scrub", () => {
  it.each([
    ["550 5.1.1 <Mei.Lin@Example.org> unknown", "550 5.1.1 <[address]> unknown"],
    ["550-5.1.1 mei.lin@exam\n550 5.1.1 ple.org", "550-5.1.1 [address]@exam 550 5.1.1 ple.org"],
    ["user mei.lin is over quota at example.org", "user [address] is over quota at [address]"],
    ["relayed to someone+else@other.test instead", "relayed to [address] instead"],
    ["rejected: contains 482913", "rejected: contains [digits]"],
    ["connect ECONNREFUSED 127.0.0.1:2525", "connect ECONNREFUSED 127.0.0.1:2525"],
    ["a\u0000b\r\nc", "a b c"],
  ])("%j becomes %j", (said, logged) => {
    expect(scrub(said, "mei.lin@example.org")).toBe(logged);
  });

  it("takes a name of one letter as a whole word only, and one of pattern characters literally", () => {
    expect(scrub("a bad address: a, not banana", "a@x.test")).toBe("[address] bad address: [address], not banana");
    expect(scrub("no .*+?^${}()|[]\\/ here", ".*+?^${}()|[]\\/@x.test")).toBe("no [address] here");
  });

  it("cuts long answers after masking, not before", () => {
    const clean = scrub(`${"-".repeat(295)} mei.lin@example.org and more`, "mei.lin@example.org");
    expect(clean).not.toContain("mei");
    expect(clean.length).toBeLessThan(310);
  });
});

describe("describeFailure", () => {
  const smtp = (facts: object) => describeFailure(Object.assign(new Error("x"), facts), "a@b.c");

  it.each([
    [{ responseCode: 550, permanent: true }, true],
    [{ responseCode: 421, permanent: false }, false],
    [{ code: "EENVELOPE" }, true],
    [{ code: "EAUTH", responseCode: 454, permanent: false }, false],
    [{ code: "ESOCKET", originalCode: "ECONNREFUSED" }, false],
    [{ code: "ETIMEDOUT" }, false],
    [{ code: "ETLS" }, false],
  ])("%o: permanent is %s", (facts, permanent) => {
    expect(smtp(facts).permanent).toBe(permanent);
  });

  it("takes what is not an error, too", () => {
    expect(describeFailure("a@b.c broke", "a@b.c")).toMatchObject({ permanent: false, reason: "[address] broke" });
  });
});

it("hashes addresses without regard to case", () => {
  expect(addressHash(" Mei@Example.org")).toBe(addressHash("mei@example.org"));
  expect(addressHash("mei@example.org")).toMatch(/^[\da-f]{12}$/);
});
