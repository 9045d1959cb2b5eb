import { z } from "zod";
import { catalogue, type ErrorCode } from "../../errors.ts";

/** Forms of what the envelope contract answers: nothing more and nothing less than its document has. */

export const enveloped = <Data extends z.ZodType>(code: number, message: z.ZodType<string>, data: Data) =>
  z.strictObject({ code: z.literal(code), message, data });

const moment = z.iso.datetime();
/** Texts are never null in this document: what has not happened yet is empty. */
const momentOrNone = z.union([moment, z.literal("")]);

export const CodeRequest = z
  .strictObject({ expire_in: z.int().describe("In seconds.") })
  .meta({ id: "EnvelopeCodeRequest" });

export const Session = z
  .strictObject({
    username: z.string(),
    email: z.string(),
    refresh_token: z.string().nullable(),
    ip_address: z.string(),
  })
  .meta({ id: "EnvelopeSession" });

const accountFields = {
  id: z.int(),
  username: z.string(),
  email: z.string(),
  phone: z.string(),
  is_admin: z.boolean(),
  is_active: z.boolean(),
};
const times = { created_at: moment, updated_at: moment };

export const Account = z.strictObject({ ...accountFields, ...times }).meta({ id: "EnvelopeAccount" });

export const CurrentAccount = z
  .strictObject({ ...accountFields, ip_address: z.string(), last_login: momentOrNone, ...times })
  .meta({ id: "EnvelopeCurrentAccount" });

export const LastLogin = z
  .strictObject({
    current_ip: z.string(),
    last_login: momentOrNone,
    user_info: z.strictObject({ username: z.string(), email: z.string() }),
  })
  .meta({ id: "EnvelopeLastLogin" });

export const Product = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    description: z.string().describe("May hold HTML."),
    price: z.number().describe("At most four decimals."),
    category: z.string(),
    stock: z.int(),
    ...times,
  })
  .meta({ id: "EnvelopeProduct" });

export const ProductPage = z
  .strictObject({ items: z.array(Product), total: z.int(), page: z.int(), limit: z.int() })
  .meta({ id: "EnvelopeProductPage" });

/** The envelope with no data and one of the texts of these errors; a text of its own where fields are named. */
export function refusal(status: number, codes: readonly ErrorCode[]): z.ZodType {
  const texts = z.literal([...new Set(codes.map((code) => catalogue[code].envelope))]);
  const message = codes.includes("INVALID_INPUT") ? z.string().describe("What is wrong with which field.") : texts;
  const form = enveloped(status, message, z.null());
  return codes.includes("INTERNAL") ? form.extend({ request_id: z.uuid() }) : form;
}
