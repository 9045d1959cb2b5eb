import type { Database } from "./client.ts";
import { searchKey, searchText } from "./search-key.ts";

/** The columns that follow from others, by the one that they follow from. */
const FOLLOWING: Readonly<Record<string, (text: string) => Readonly<Record<string, string>>>> = {
  name: (name) => ({ nameKey: searchKey(name), searchName: searchText(name) }),
  model: (model) => ({ searchModel: searchText(model) }),
  category: (category) => ({ searchCategory: searchText(category) }),
};

/** The columns that follow from these of a product. */
export function productKeys(columns: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, value]) => {
      // Prisma takes a new value as it is, or as `{ set: value }`.
      const text: unknown = typeof value === "object" && value !== null && "set" in value ? value.set : value;
      return typeof text === "string" ? Object.entries(FOLLOWING[name]?.(text) ?? {}) : [];
    }),
  );
}

const withKeys = <T>(data: T): T =>
  typeof data === "object" && data !== null ? { ...data, ...productKeys(data) } : data;

interface Write {
  readonly data?: object | readonly object[];
  readonly create?: object;
  readonly update?: object;
}

function completed<T extends Write>(args: T): T {
  const { data, create, update } = args;
  return {
    ...args,
    ...(data !== undefined && { data: Array.isArray(data) ? data.map(withKeys) : withKeys(data) }),
    ...(create !== undefined && { create: withKeys(create) }),
    ...(update !== undefined && { update: withKeys(update) }),
  };
}

/** The client, whose every write of a product also writes the columns that follow: nobody can forget them. */
export function writingProductKeys(database: Database): Database {
  const extended = database.$extends({
    name: "product keys",
    query: {
      product: {
        create: ({ args, query }) => query(completed(args)),
        createMany: ({ args, query }) => query(completed(args)),
        createManyAndReturn: ({ args, query }) => query(completed(args)),
        update: ({ args, query }) => query(completed(args)),
        updateMany: ({ args, query }) => query(completed(args)),
        updateManyAndReturn: ({ args, query }) => query(completed(args)),
        upsert: ({ args, query }) => query(completed(args)),
      },
    },
  });
  // It has everything that is used of a client; Prisma's type of it leaves out `$on`.
  return extended as unknown as Database;
}
