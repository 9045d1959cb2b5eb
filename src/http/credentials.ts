import type { IncomingHttpHeaders } from "node:http";
import type { Credentials } from "../auth/viewer.ts";

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i;
const COOKIE = /(?:^|;\s*)access_token="?Bearer(?: |%20)([^;"]+)"?/i;

/** Reads the `Authorization` header and, where the door takes it, the cookie. */
export function readCredentials({ authorization, cookie }: IncomingHttpHeaders, cookies: boolean): Credentials {
  return {
    header: authorization === undefined ? null : (BEARER.exec(authorization)?.[1] ?? ""),
    cookie: (cookies && COOKIE.exec(cookie ?? "")?.[1]) || null,
  };
}
