-- CreateTable
CREATE TABLE "KnownNetwork" (
    "userId" INTEGER NOT NULL,
    "network" TEXT NOT NULL,
    "lastAt" DATETIME NOT NULL,

    PRIMARY KEY ("userId", "network"),
    CONSTRAINT "KnownNetwork_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "email" TEXT NOT NULL,
    "emailKey" TEXT,
    "username" TEXT NOT NULL,
    "usernameKey" TEXT,
    "searchKey" TEXT NOT NULL,
    "passwordHash" TEXT,
    "credentialStamp" TEXT NOT NULL,
    "mailboxProvenAt" DATETIME,
    "phone" TEXT,
    "phoneSince" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "isAdmin" BOOLEAN NOT NULL DEFAULT false,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "lastLoginAt" DATETIME,
    "lastLoginIp" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME
);
INSERT INTO "new_User" ("createdAt", "deletedAt", "email", "emailKey", "id", "isActive", "isAdmin", "lastLoginAt", "lastLoginIp", "passwordHash", "phone", "searchKey", "updatedAt", "username", "usernameKey", "credentialStamp", "mailboxProvenAt", "phoneSince") SELECT "createdAt", "deletedAt", "email", "emailKey", "id", "isActive", "isAdmin", "lastLoginAt", "lastLoginIp", "passwordHash", "phone", "searchKey", "updatedAt", "username", "usernameKey",
    -- One for each account, known to nobody.
    lower(hex(randomblob(16))),
    (SELECT min("at") FROM "LoginAttempt" WHERE "userId" = "User"."id" AND "method" IN ('CODE', 'REGISTRATION') AND "outcome" = 'SUCCESS'),
    "createdAt"
FROM "User";
-- What is left of deleted accounts.
UPDATE "new_User" SET "email" = '', "username" = '', "passwordHash" = NULL, "phone" = NULL, "lastLoginIp" = NULL WHERE "deletedAt" IS NOT NULL;
DELETE FROM "UserInfo" WHERE "userId" IN (SELECT "id" FROM "new_User" WHERE "deletedAt" IS NOT NULL);
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
CREATE UNIQUE INDEX "User_emailKey_key" ON "User"("emailKey");
CREATE UNIQUE INDEX "User_usernameKey_key" ON "User"("usernameKey");
CREATE INDEX "User_phone_phoneSince_id_idx" ON "User"("phone", "phoneSince", "id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "KnownNetwork_userId_lastAt_idx" ON "KnownNetwork"("userId", "lastAt");
