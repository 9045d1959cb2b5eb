import { z } from "zod";
import { type ClientUsage, type RouteUsage, usageOf } from "../legacy/usage-report.ts";
import { builder } from "../schema/builder.ts";
import { parseInput } from "../validation.ts";

const LegacyClientUsage = builder.objectRef<ClientUsage>("LegacyClientUsage").implement({
  description: "How one kind of client has used a route on a day.",
  fields: (t) => ({
    day: t.exposeString("day", { description: "In UTC, such as `2026-03-01`." }),
    family: t.exposeString("family", { description: "The program and its first version number: `okhttp 4`." }),
    calls: t.exposeInt("calls", { description: "How often it was called." }),
    accounts: t.exposeInt("accounts", { description: "How many accounts were signed in at these calls." }),
  }),
});

const LegacyRouteUsage = builder.objectRef<RouteUsage>("LegacyRouteUsage").implement({
  description: "How a route of the old contracts is used.",
  fields: (t) => ({
    route: t.exposeString("route", { description: "Its method and path: `POST /users/login`." }),
    calls: t.exposeInt("calls", { description: "How often it was called in these days." }),
    lastCalledAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When it was called last, in these days or before; null: not since notes are taken.",
      resolve: ({ lastCalledAt }) => lastCalledAt,
    }),
    lastCalledBy: t.exposeString("lastCalledBy", { nullable: true, description: "By which kind of client." }),
    clients: t.field({
      type: [LegacyClientUsage],
      description: "By day and kind of client, the latest day first.",
      resolve: ({ clients }) => [...clients],
    }),
  }),
});

const DaysShape = z.int().min(1).max(800).default(30);

builder.queryField("legacyUsage", (t) =>
  t.field({
    type: [LegacyRouteUsage],
    description: "Who still uses the routes of the old contracts; one that nobody calls may go. A minute late.",
    authScopes: { admin: true },
    limits: { rules: ["administration"] },
    args: { days: t.arg.int({ description: "How many, today included: 1 to 800, 30 unless given." }) },
    resolve: (_root, args, { db, legacyUsage, counting }) => {
      const days = parseInput(DaysShape, args.days ?? undefined, ["days"]);
      return usageOf(db, { routes: legacyUsage.routes, days, now: counting.clock() });
    },
  }),
);
