import type { Request } from "express";

/** Whatever says that somebody else has asked a proxy. */
const FORWARDING = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/** Whether a request comes from this machine, by its socket, and not by way of a proxy that has passed it on. */
export function isThisMachine({ socket, headers }: Pick<Request, "socket" | "headers">): boolean {
  if (!/^(::1|(::ffff:)?127(\.\d+){3})$/.test(socket.remoteAddress ?? "")) return false;
  return !FORWARDING.some((name) => name in headers);
}
