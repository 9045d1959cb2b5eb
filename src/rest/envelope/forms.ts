import { z } from "zod";
import { form } from "../../validation.ts";

/** This contract's pages bind the fields of forms, so that numbers and Booleans may come as text. */

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

const BOOLEANS = new Map<unknown, boolean>([
  ["true", true],
  ["false", false],
  [1, true],
  [0, false],
  ["1", true],
  ["0", false],
]);

/** A number, or its text; `""` is none. */
const number = <Form extends z.ZodType>(then: Form) =>
  z.preprocess((value) => (typeof value === "string" && NUMBER.test(value) ? Number(value) : value), then);

/** Half away from zero, by the digits that a number prints as: 7.00005 is 7.0001, though what is held in memory is less. */
function rounded(value: number, places: number): number {
  const [digits = "", exponent = "0"] = String(Math.abs(value)).split("e");
  // From here on a number has no decimals, and may print in a way that takes no second exponent.
  if (Number(exponent) > 0) return value;
  const whole = Math.round(Number(`${digits}e${Number(exponent) + places}`));
  return Math.sign(value) * Number(`${whole}e-${places}`);
}

/** Forms of values as this contract takes them. */
export const envelopeForm = {
  boolean: z.preprocess((value) => BOOLEANS.get(value) ?? value, z.boolean()),
  quantity: number(form.quantity),
  /** Any number of decimals, of which four are kept. */
  price: number(
    z
      .number()
      .transform((value) => rounded(value, 4))
      .pipe(form.price),
  ),
  /** Null is as good as absent. */
  optional: <Form extends z.ZodType>(then: Form) => z.preprocess((value) => value ?? undefined, then.optional()),
  /** And so is `""`, for an address, a code or a token. */
  optionalText: <Form extends z.ZodType>(then: Form) =>
    z.preprocess((value) => (value === "" ? undefined : (value ?? undefined)), then.optional()),
};
