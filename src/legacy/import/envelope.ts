import { z } from "zod";
import { form } from "../../validation.ts";
import type { OldRow } from "./old-shop.ts";
import { mendedProduct, type OldAccount, type OldProduct, old, type Reader, readRows } from "./old-rows.ts";

/** RobynVue's database. Its users' times are UTC, its products' are those of the clock on the wall, both without a zone. */
export const envelopeReader: Reader = {
  async read(shop, zone) {
    const found = await shop.read({ table: "users", needed: USER, optional: USER_EXTRAS });
    // Some of its versions call the key `user_id`.
    const users = found.map((user): OldRow => ({ ...user, id: user["id"] ?? user["user_id"] ?? null }));
    const products = await shop.read({ table: "products", needed: ["id", "name", "price"], optional: PRODUCT_EXTRAS });
    return {
      accounts: readRows(users, {
        key: "id",
        shape: Account,
        mended: { email: ({ email }) => email, username: ({ username }) => username },
      }),
      products: readRows(products, { key: "id", shape: Product(zone), mended: mendedProduct("image") }),
      leftBehind: await shop.leftBehind(),
    };
  },
};

const USER = ["username", "email", "password"];
const USER_EXTRAS = [
  "id",
  "user_id",
  "phone",
  "is_admin",
  "is_active",
  "is_deleted",
  "ip_address",
  "last_login",
  "created_at",
  "updated_at",
];
const PRODUCT_EXTRAS = ["stock", "description", "image", "category", "views", "created_at", "updated_at", "is_deleted"];

/** One that can be no username here is made anew, from the address. */
const username = z
  .string()
  .nullish()
  .transform((value) => form.username.safeParse(value).data ?? null);

const Account = z
  .object({
    id: z.string({ error: "is missing" }),
    username,
    email: form.email,
    phone: old.phone,
    password: z.string({ error: "is missing" }),
    is_admin: old.truth(false),
    is_active: old.truth(true),
    is_deleted: old.truth(false),
    ip_address: old.text(100),
    last_login: old.time("utc"),
    created_at: old.time("utc"),
    updated_at: old.time("utc"),
  })
  // Nobody signs in to a deleted account: its password may be anything.
  .refine(({ is_deleted, password }) => is_deleted || old.passwordHash.safeParse(password).success, {
    path: ["password"],
    error: "is a password's hash of an unknown form",
  })
  .transform((user): OldAccount => ({
    oldId: user.id,
    email: user.email,
    username: user.username,
    phone: user.phone,
    passwordHash: user.password,
    // As everybody has who registers.
    names: { firstName: null, lastName: null },
    isAdmin: user.is_admin,
    isActive: user.is_active,
    // By a code, or an administrator has made the account.
    mailboxProven: true,
    isDeleted: user.is_deleted,
    lastLoginAt: user.last_login,
    lastLoginIp: user.ip_address || null,
    createdAt: user.created_at,
    changedAt: user.updated_at,
  }));

const Product = (zone: string) =>
  z
    .object({
      id: z.string(),
      name: form.nonBlank(200),
      price: old.price,
      stock: old.count,
      description: old.text(100_000),
      image: old.image,
      category: old.text(200),
      views: old.count,
      created_at: old.time(zone),
      updated_at: old.time(zone),
      is_deleted: old.truth(false),
    })
    .transform(({ id, stock, is_deleted, created_at, updated_at, ...rest }): OldProduct => ({
      ...rest,
      oldId: id,
      model: "",
      quantity: stock,
      isDeleted: is_deleted,
      createdAt: created_at,
      changedAt: updated_at,
    }));
