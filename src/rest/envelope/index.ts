import { z } from "zod";
import type { Config } from "../../config.ts";
import type { Door } from "../../doors.ts";
import type { Contract } from "../contract.ts";
import { enveloped, refusal } from "./answers.ts";
import { authRoutes } from "./auth.ts";
import { inEnvelope } from "./errors.ts";
import { productRoutes } from "./products.ts";
import { userRoutes } from "./users.ts";

/** The envelope contract: every answer is `{code, message, data}`, in Chinese; the access token is kept in a cookie. */
export function envelopeContract(door: Door, { cookieSecure }: Pick<Config, "cookieSecure">): Contract {
  const attributes = `HttpOnly; ${cookieSecure ? "Secure; " : ""}Path=/; SameSite=Strict`;
  return {
    door,
    routes: [...authRoutes(door), ...userRoutes(door), ...productRoutes],
    refusals: ["CROSS_SITE", "NOT_FOUND", "METHOD_NOT_ALLOWED", "GONE", "INTERNAL", "UNAVAILABLE"],
    leeways: {
      refresh_token: "token",
      ip_address: "text",
      current_ip: "text",
      last_login: "time",
      created_at: "time",
      updated_at: "time",
      id: "id",
    },
    success: ({ message = "success" }, data) => ({ code: 200, message, data }),
    successForm: ({ message = "success", answer }) => enveloped(200, z.literal(message), answer),
    refusalForm: refusal,
    wording: inEnvelope,
    cookie: (accessToken) => {
      const [value, maxAge] = accessToken === null ? ["", 0] : [`Bearer ${accessToken}`, door.accessTtlSeconds];
      return `access_token=${value}; ${attributes}; Max-Age=${maxAge}`;
    },
  };
}
