import { describe, expect, it } from "vitest";
import { parseHeaderDate, parseHttpDate } from "./http-date.ts";

const MOMENT = Date.UTC(1994, 10, 6, 8, 49, 37);

describe("parseHttpDate", () => {
  it.each(["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])(
    "reads %s",
    (text) => expect(parseHttpDate(text)).toBe(MOMENT),
  );

  it("reads two-digit days in asctime's form, leap days, leap seconds and early years", () => {
    expect(parseHttpDate("Wed Nov 16 08:49:37 1994")).toBe(Date.UTC(1994, 10, 16, 8, 49, 37));
    expect(parseHttpDate("Thu, 29 Feb 2024 00:00:00 GMT")).toBe(Date.UTC(2024, 1, 29));
    expect(parseHttpDate("Sat, 31 Dec 2016 23:59:60 GMT")).toBe(Date.UTC(2017, 0, 1));
    expect(parseHttpDate("Fri, 01 Jan 0050 00:00:00 GMT")).toBe(new Date(0).setUTCFullYear(50, 0, 1));
  });

  it("takes a two-digit year more than 50 years ahead for a past one", () => {
    const now = Date.UTC(2026, 5, 1);
    expect(parseHttpDate("Friday, 01-Jan-76 00:00:00 GMT", now)).toBe(Date.UTC(2076, 0, 1));
    expect(parseHttpDate("Friday, 01-Jan-77 00:00:00 GMT", now)).toBe(Date.UTC(1977, 0, 1));
    expect(parseHttpDate("Friday, 01-Jan-05 00:00:00 GMT", Date.UTC(1999, 0, 1))).toBe(Date.UTC(1905, 0, 1));
  });

  it.each([
    "",
    "yesterday",
    "0",
    "1994-11-06T08:49:37Z",
    "Sun, 06 Nov 1994 08:49:37",
    "Sun, 06 Nov 1994 08:49:37 UTC",
    "Sun, 06 Nov 1994 08:49:37 +0000",
    "Sun, 6 Nov 1994 08:49:37 GMT",
    "Sun, 30 Feb 1994 08:49:37 GMT",
    "Sun, 00 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT",
    "Sun, 06 Nov 1994 08:60:00 GMT",
    "Sun, 06 Nov 1994 08:00:61 GMT",
    "Sun, 06-Nov-94 08:49:37 GMT",
    "Sun Nov 6 08:49:37 1994",
    "xSun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
  ])("refuses %j", (text) => expect(parseHttpDate(text)).toBeNull());
});

describe("parseHeaderDate", () => {
  it.each([
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
    "Sun, 06 Nov 1994 08:49:37 +0000",
    "Sun, 06 Nov 1994 08:49:37 -0000",
    "Sun, 6 Nov 1994 08:49:37 GMT",
    "6 Nov 1994 08:49:37 UT",
    "sun, 06 nov 1994 08:49:37 gmt",
    "SUN, 06 NOV 1994 08:49:37 UTC",
    "Sun,06 Nov 1994 08:49:37 Z",
    "Sun, 06 Nov 1994 09:49:37 +0100",
    "Sun, 06 Nov 1994 03:19:37 -0530",
    "Sun, 06 Nov 1994 03:49:37 EST",
    "06 Nov 1994 01:49:37 PDT",
  ])("reads %s", (text) => expect(parseHeaderDate(text)).toBe(MOMENT));

  it("reads a time without seconds", () => {
    expect(parseHeaderDate("Sun, 06 Nov 1994 08:49 +0000")).toBe(MOMENT - 37_000);
  });

  it.each([
    "",
    "yesterday",
    "1994-11-06T08:49:37Z",
    "Sun, 06 Nov 1994 08:49:37",
    "Sun, 06 Nov 1994 08:49:37 CET",
    "Sun, 06 Nov 1994 08:49:37 A",
    "Sun, 06 Nov 1994 08:49:37 +00:00",
    "Sun, 06 Nov 1994 08:49:37 +0160",
    "Sun, 06 Nov 94 08:49:37 GMT",
    "Sun, 30 Feb 1994 08:49:37 +0000",
    "Sun, 006 Nov 1994 08:49:37 GMT",
    "Xyz, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37 +0000 (comment)",
    "Sun, 06 Nov 1994 08:49:37 GMT please",
  ])("refuses %j", (text) => expect(parseHeaderDate(text)).toBeNull());
});
