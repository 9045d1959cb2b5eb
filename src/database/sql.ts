/** Pieces of SQL with their values beside them, for what Prisma's own queries cannot say; the same whatever the engine is. */
export { empty, join, type Sql, sqltag as sql } from "@prisma/client/runtime/client";
