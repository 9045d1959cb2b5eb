-- AlterEnum
ALTER TYPE "LoginMethod" ADD VALUE 'PASSWORD_CHANGE';

-- DropIndex
DROP INDEX "User_phone_idx";

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "credentialStamp" TEXT COLLATE "C",
ADD COLUMN     "mailboxProvenAt" TIMESTAMPTZ(3),
ADD COLUMN     "phoneSince" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ALTER COLUMN "passwordHash" DROP NOT NULL;

-- One for each account, known to nobody.
UPDATE "User" SET
  "credentialStamp" = gen_random_uuid()::text,
  "mailboxProvenAt" = (SELECT min("at") FROM "LoginAttempt" WHERE "userId" = "User"."id" AND "method" IN ('CODE', 'REGISTRATION') AND "outcome" = 'SUCCESS'),
  "phoneSince" = "createdAt";
-- What is left of deleted accounts.
UPDATE "User" SET "email" = '', "username" = '', "passwordHash" = NULL, "phone" = NULL, "lastLoginIp" = NULL WHERE "deletedAt" IS NOT NULL;
DELETE FROM "UserInfo" WHERE "userId" IN (SELECT "id" FROM "User" WHERE "deletedAt" IS NOT NULL);
ALTER TABLE "User" ALTER COLUMN "credentialStamp" SET NOT NULL;

-- CreateTable
CREATE TABLE "KnownNetwork" (
    "userId" INTEGER NOT NULL,
    "network" TEXT COLLATE "C" NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KnownNetwork_pkey" PRIMARY KEY ("userId","network")
);

-- CreateIndex
CREATE INDEX "KnownNetwork_userId_lastAt_idx" ON "KnownNetwork"("userId", "lastAt");

-- CreateIndex
CREATE INDEX "User_phone_phoneSince_id_idx" ON "User"("phone", "phoneSince", "id");

-- AddForeignKey
ALTER TABLE "KnownNetwork" ADD CONSTRAINT "KnownNetwork_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
