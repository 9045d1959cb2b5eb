import { GraphQLError } from "graphql";
import { builder } from "./builder.ts";
import { decimalText } from "./decimal.ts";

builder.scalarType("DateTime", {
  description: "A moment, as ISO 8601 in UTC: `2026-01-31T12:00:00.000Z`.",
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const moment = typeof value === "string" ? new Date(value) : new Date(Number.NaN);
    if (Number.isNaN(moment.getTime())) throw new TypeError("DateTime must be an ISO 8601 string");
    return moment;
  },
});

function parseDecimal(value: unknown): string {
  const text = decimalText(value);
  if (text === null) throw new GraphQLError('Decimal must be a number, or a text such as "6.16" that is one');
  return text;
}

builder.scalarType("Decimal", {
  description:
    'An exact decimal number, as text: `"6.16"`. Inputs may also be JSON numbers, which count by their shortest spelling.',
  serialize: (value) => value,
  parseValue: parseDecimal,
  // By its digits as they were written: a number in between would lose some.
  parseLiteral: (node) => parseDecimal("value" in node ? node.value : null),
});

builder.scalarType("CurrencyCode", {
  description: "A currency, by the three letters of ISO 4217: `USD`.",
  serialize: (value) => value,
});

builder.scalarType("JSON", {
  description: "An object whose form is told where it is used, and may grow.",
  serialize: (value) => value,
});
