import type { PrismaClient } from "../generated/sqlite/client.ts";

/** The types of rows and queries are the same whatever the engine is, so that nobody else has to name one. */
export type { Prisma } from "../generated/sqlite/client.ts";
export type { LoginMethod, LoginOutcome } from "../generated/sqlite/enums.ts";

/** The Prisma client; the same type whatever the engine is. */
export type Database = PrismaClient;

export type Engine = "sqlite" | "postgresql";

/** Milliseconds. Prisma would let a transaction wait 2 s to begin, which a busy moment exceeds without any fault. */
export const transactionOptions = { maxWait: 10_000, timeout: 10_000 };

/** The database can't be used; the message is a sentence for whoever runs the server, without any password. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}
