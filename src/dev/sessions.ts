import { type Request, type RequestHandler, Router } from "express";
import { z } from "zod";
import { demoAccount, demoRoles } from "../auth/demo-accounts.ts";
import { doors } from "../doors.ts";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";
import { jsonReader } from "../http/json-body.ts";
import { clientAddress } from "../http/connection.ts";
import { parseInput } from "../validation.ts";

const Body = z.object({ as: z.enum(demoRoles) });
const readJson = jsonReader(1024);

/**
 * `POST /dev/sessions` with `{"as": "customer"}` or `"administrator"`: a session of a demo account, in the form in which
 * pages keep one. Asked by this server's own pages and by programs; a page of another port is refused like any other.
 */
export const demoSessions = (deps: Deps): Router => Router().post("/dev/sessions", beginning(deps));

function beginning(deps: Deps): RequestHandler {
  const door = doors(deps.config).graphql;
  return async (req, res) => {
    if (!isOwnPage(req)) throw new AppError("CROSS_SITE");
    const { as } = parseInput(Body, await readJson(req, res));
    const account = await demoAccount(deps, as);
    const client = { ip: clientAddress(req), userAgent: (req.get("user-agent") ?? "").slice(0, 300) };
    const { accessToken, refreshToken, expiresAt } = await deps.sessions.start(account, door, client);
    res.status(201).json({
      accessToken,
      refreshToken,
      expiresAt: new Date(expiresAt).toISOString(),
      account: account.email,
    });
  };
}

/** By what browsers say of themselves; programs say nothing. */
function isOwnPage(req: Request): boolean {
  const site = req.get("sec-fetch-site");
  if (site !== undefined) return site === "same-origin";
  const origin = req.get("origin");
  return origin === undefined || origin === `${req.protocol}://${req.get("host") ?? ""}`;
}
