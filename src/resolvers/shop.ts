import { builder } from "../schema/builder.ts";
import { Shop } from "../schema/shop.ts";

builder.queryField("shop", (t) =>
  t.field({
    type: Shop,
    description: "What a client may want to know before it asks for anything else.",
    authScopes: { public: true },
    shared: "everybody",
    limits: { rules: ["query"] },
    resolve: () => ({}),
  }),
);
