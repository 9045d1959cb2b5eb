import { z } from "zod";
import { catalogue, type ErrorCode } from "../../errors.ts";

/** Forms of what the bearer contract answers: nothing more and nothing less than its document has. */

export const message = <const Text extends string>(text: Text) => z.strictObject({ message: z.literal(text) });

export const Token = z
  .strictObject({
    access_token: z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    token_type: z.literal("bearer"),
    expires_in: z.int().positive().describe("In minutes."),
  })
  .meta({ id: "BearerToken" });

export const Account = z
  .strictObject({
    email: z.string(),
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    phone_number: z.string().nullable(),
  })
  .meta({ id: "BearerAccount" });

export const Product = z
  .strictObject({
    id: z.int(),
    model: z.string(),
    quantity: z.int(),
    image_url: z.string().describe("Below `/cache/`, not percent-encoded; empty without a picture."),
    price: z.number().describe("At most four decimals."),
    name: z.string(),
    description: z.string().describe("May hold HTML."),
  })
  .meta({ id: "BearerProduct" });

export const PopularProduct = z
  .strictObject({ id: z.int(), img_url: z.string(), name: z.string(), model: z.string() })
  .meta({ id: "BearerPopularProduct" });

/** One field's entry in a 422, in the shape of FastAPI. */
const FieldError = z
  .strictObject({
    type: z.string().describe("For programs: `missing`, `string_type`, `int_parsing`, …"),
    loc: z.array(z.union([z.string(), z.int()])).describe("Where it stands in the request."),
    msg: z.string(),
    input: z.unknown().describe("What was sent; secrets are stars."),
    ctx: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "BearerFieldError" });

/** What fails for its form, so that fields have something to say. */
const OF_FIELDS: readonly ErrorCode[] = ["INVALID_INPUT", "MALFORMED_REQUEST"];

/** `{"detail": …}` with one of the texts of these errors, or a list of what is wrong with which field. */
export function refusal(status: number, codes: readonly ErrorCode[]): z.ZodType {
  const text = z.literal([...new Set(codes.map((code) => catalogue[code].bearer))]);
  const detail =
    status === 422 && codes.some((code) => OF_FIELDS.includes(code)) ? z.union([text, z.array(FieldError)]) : text;
  return z.strictObject({ detail, ...(codes.includes("INTERNAL") && { request_id: z.uuid() }) });
}
