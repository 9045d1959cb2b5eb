import { builder } from "./builder.ts";

builder.scalarType("DateTime", {
  description: "A moment, as ISO 8601 in UTC: `2026-01-31T12:00:00.000Z`.",
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const moment = typeof value === "string" ? new Date(value) : new Date(Number.NaN);
    if (Number.isNaN(moment.getTime())) throw new TypeError("DateTime must be an ISO 8601 string");
    return moment;
  },
});
