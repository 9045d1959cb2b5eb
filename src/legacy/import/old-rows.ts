import { DateTime } from "luxon";
import { z } from "zod";
import { isVerifiable } from "../../auth/foreign-hashes.ts";
import { fromStoredPrice, toStoredPrice } from "../../database/price.ts";
import { form } from "../../validation.ts";
import type { OldRow, OldShop } from "./old-shop.ts";

/** An account as an old shop has it. */
export interface OldAccount {
  readonly oldId: string;
  readonly email: string;
  /** Null: the old shop had none, or an unusable one. */
  readonly username: string | null;
  readonly phone: string | null;
  readonly passwordHash: string;
  /** Null: the old shop keeps no record of names for it. */
  readonly names: { readonly firstName: string | null; readonly lastName: string | null } | null;
  readonly isAdmin: boolean;
  readonly isActive: boolean;
  /** Whether the old shop had made sure that the address is its owner's. */
  readonly mailboxProven: boolean;
  readonly isDeleted: boolean;
  readonly lastLoginAt: Date | null;
  readonly lastLoginIp: string | null;
  readonly createdAt: Date | null;
  readonly changedAt: Date | null;
}

/** A product as an old shop has it. */
export interface OldProduct {
  readonly oldId: string;
  readonly model: string;
  readonly name: string;
  readonly description: string;
  /** As it is stored. */
  readonly price: bigint;
  readonly quantity: number;
  readonly category: string;
  /** A path below `catalog/`, or empty. */
  readonly image: string;
  readonly views: number;
  readonly isDeleted: boolean;
  readonly createdAt: Date | null;
  readonly changedAt: Date | null;
}

/** A row that has the form it needs, or what is wrong with it, by its columns. */
export type Read<Row> =
  | { readonly oldId: string; readonly row: Row; readonly changes: readonly string[] }
  | { readonly oldId: string; readonly problems: readonly string[] };

/** What an old server's database says, in the shop's own terms. */
export interface OldRows {
  readonly accounts: readonly Read<OldAccount>[];
  readonly products: readonly Read<OldProduct>[];
  /** Tables and columns that are not taken. */
  readonly leftBehind: readonly string[];
}

/** How an old server's database is read. */
export interface Reader {
  /** @param zone the IANA name of the zone of times that were written without one, where the server wrote local ones */
  read(shop: OldShop, zone: string): Promise<OldRows>;
}

interface Table<Row> {
  /** The column of the key. */
  readonly key: string;
  readonly shape: z.ZodType<Row>;
  /** What has become of columns that may have been mended on the way, so that it can be told. */
  readonly mended: Readonly<Record<string, (row: Row) => string | number | null>>;
}

/** The rows that have the form they need, and what is wrong with the others. */
export function readRows<Row>(rows: readonly OldRow[], { key, shape, mended }: Table<Row>): Read<Row>[] {
  return rows.map((raw): Read<Row> => {
    const oldId = raw[key] ?? "";
    const parsed = shape.safeParse(raw);
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
      return { oldId, problems: [...new Set(problems)] };
    }
    const changes = Object.entries(mended).flatMap(([column, valueIn]) => {
      const [was, is] = [raw[column] ?? "", valueIn(parsed.data) ?? ""];
      // 6.850000000000001 is how some databases write 6.85.
      const same = typeof is === "number" ? Math.abs(Number(was) - is) < 1e-9 : was === is;
      return same ? [] : [`${column} ${JSON.stringify(was)} becomes ${JSON.stringify(is)}`];
    });
    return { oldId, row: parsed.data, changes };
  });
}

/** What may have become of a product. @param image the column of its picture */
export const mendedProduct = (image: string): Table<OldProduct>["mended"] => ({
  name: (product) => product.name,
  price: (product) => Number(fromStoredPrice(product.price)),
  [image]: (product) => product.image,
});

const MAX_PRICE = toStoredPrice("99999999.99");

/** The forms of values in old rows, which are texts or null there. */
export const old = {
  /** `1`, `true`, `t` and their opposites; null is `fallback`. */
  truth: (fallback: boolean) =>
    z
      .string()
      .nullish()
      .refine((value) => value == null || /^(?:0|1|true|false|t|f)$/i.test(value), { error: "is no truth value" })
      .transform((value) => (value == null ? fallback : /^(?:1|true|t)$/i.test(value))),
  /** A whole number, perhaps in a column of decimals; null is 0. */
  count: z
    .string()
    .nullish()
    .refine((value) => value == null || /^-?\d+(?:\.0+)?$/.test(value), { error: "is no whole number" })
    .transform((value) => Number(value ?? 0))
    .pipe(form.quantity),
  /** Between 0 and 99,999,999.99 once it is rounded to four decimals. */
  price: z.string({ error: "is missing" }).transform((value, context) => {
    try {
      const stored = toStoredPrice(value.trim());
      if (stored >= 0n && stored <= MAX_PRICE) return stored;
    } catch {
      // No number at all.
    }
    context.addIssue({ code: "custom", message: "is no number from 0 to 99,999,999.99" });
    return z.NEVER;
  }),
  /** A text that may be missing, and is empty then. */
  text: (max: number) =>
    z
      .string()
      .nullish()
      .transform((value) => value ?? "")
      .pipe(form.text(max)),
  /** A time; one without a zone is of `zone`. */
  time: (zone: string) =>
    z
      .string()
      .nullish()
      .transform((value, context) => {
        if (value == null || value === "") return null;
        const [sql, iso] = [DateTime.fromSQL(value, { zone }), DateTime.fromISO(value, { zone })];
        const time = sql.isValid ? sql : iso;
        if (time.isValid) return time.toJSDate();
        context.addIssue({ code: "custom", message: "is no time" });
        return z.NEVER;
      }),
  phone: z
    .string()
    .nullish()
    .transform((value) => (value == null || value.trim() === "" ? null : value))
    .pipe(form.phone.nullable()),
  passwordHash: z
    .string({ error: "is missing" })
    .refine(isVerifiable, { error: "is a password's hash of an unknown form" }),
  /** The path of a picture below `/cache/`, which begins with `catalog/` here; a picture of another server is none. */
  image: z
    .string()
    .nullish()
    .transform((value) => {
      const path = (value ?? "").trim().replace(/^\/?(?:cache\/)?/, "");
      if (path === "" || path.startsWith("/") || /^[a-z][a-z\d+.-]*:/i.test(path)) return "";
      return path.startsWith("catalog/") ? path : `catalog/${path}`;
    })
    .pipe(form.text(1000)),
};
