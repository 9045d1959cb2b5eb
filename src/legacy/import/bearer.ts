import { z } from "zod";
import { form } from "../../validation.ts";
import { mendedProduct, type OldAccount, type OldProduct, old, type Reader, readRows } from "./old-rows.ts";

/** The bearer server's database as its document has it; it says nothing of times, so they are taken where there are any. */
export const bearerReader: Reader = {
  async read(shop, zone) {
    const users = await shop.read({
      table: "users",
      needed: ["id", "email", "hashed_password"],
      optional: ["disabled", "created_at", "updated_at"],
    });
    const infos = await shop.read({
      table: "user_info",
      needed: ["user_id", "first_name", "last_name", "phone_number"],
      optional: ["id"],
    });
    const products = await shop.read({
      table: "products",
      needed: ["id", "name", "price"],
      optional: ["model", "quantity", "image_url", "description", "category", "views", "created_at", "updated_at"],
    });
    const infoOf = new Map(infos.map((info) => [info["user_id"], info]));
    const accounts = users.map((user) => ({ ...user, ...infoOf.get(user["id"] ?? ""), id: user["id"] ?? "" }));
    return {
      accounts: readRows(accounts, { key: "id", shape: Account(zone), mended: { email: ({ email }) => email } }),
      products: readRows(products, { key: "id", shape: Product(zone), mended: mendedProduct("image_url") }),
      leftBehind: await shop.leftBehind(),
    };
  },
};

const Account = (zone: string) =>
  z
    .object({
      id: z.string(),
      email: form.email,
      hashed_password: old.passwordHash,
      disabled: old.truth(false),
      user_id: z.string().optional(),
      first_name: form.optionalText(200),
      last_name: form.optionalText(200),
      phone_number: old.phone,
      created_at: old.time(zone),
      updated_at: old.time(zone),
    })
    .transform((user): OldAccount => ({
      oldId: user.id,
      email: user.email,
      username: null,
      phone: user.phone_number,
      passwordHash: user.hashed_password,
      names:
        user.user_id === undefined ? null : { firstName: user.first_name ?? null, lastName: user.last_name ?? null },
      isAdmin: false,
      isActive: !user.disabled,
      // Its server let anybody register any address.
      mailboxProven: false,
      isDeleted: false,
      lastLoginAt: null,
      lastLoginIp: null,
      createdAt: user.created_at,
      changedAt: user.updated_at,
    }));

const Product = (zone: string) =>
  z
    .object({
      id: z.string(),
      model: old.text(100),
      name: form.nonBlank(200),
      description: old.text(100_000),
      price: old.price,
      quantity: old.count,
      image_url: old.image,
      category: old.text(200),
      views: old.count,
      created_at: old.time(zone),
      updated_at: old.time(zone),
    })
    .transform(({ id, image_url, created_at, updated_at, ...rest }): OldProduct => ({
      ...rest,
      oldId: id,
      image: image_url,
      isDeleted: false,
      createdAt: created_at,
      changedAt: updated_at,
    }));
