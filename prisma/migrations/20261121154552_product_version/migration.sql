-- By hand: Prisma would copy the table, and the numbers of deleted products would be given anew.
ALTER TABLE "Product" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
