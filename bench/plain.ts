/**
 * GraphQL as one would begin: Yoga over the published schema, and a resolver that asks Prisma for the product. It has no
 * limits, counts no views, logs nothing. Gets the database's address; prints its port.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import { createSchema, createYoga } from "graphql-yoga";
import { PrismaClient as Postgresql } from "../src/generated/postgresql/client.ts";
import { PrismaClient as Sqlite } from "../src/generated/sqlite/client.ts";

const url = process.argv[2] ?? "";
const sqlite = () => new Sqlite({ adapter: new PrismaBetterSqlite3({ url }) }).product;
const postgresql = () => new Postgresql({ adapter: new PrismaPg({ connectionString: url }) }).product;
// The same but for filters of lists, of which there are none here.
const product = url.startsWith("file:") ? sqlite() : (postgresql() as unknown as ReturnType<typeof sqlite>);

const typeDefs = readFileSync(new URL("../schema.graphql", import.meta.url), "utf8");
const resolvers = {
  Query: {
    product: async (_: unknown, { id }: { readonly id: string }) => {
      const row = await product.findUnique({ where: { id: Number(id) } });
      return row && { ...row, price: { amount: String(Number(row.price) / 10_000) } };
    },
  },
};
const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), logging: false });
const server = createServer((req, res) => void yoga(req, res));
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port)); // of a TCP port
process.on("SIGTERM", () => process.exit(0));
