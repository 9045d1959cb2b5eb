-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "lastAt" DATETIME NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "act" TEXT NOT NULL,
    "door" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "actorId" INTEGER,
    "accountId" INTEGER,
    "productId" INTEGER,
    "fields" TEXT NOT NULL DEFAULT '',
    "address" TEXT,
    "mergeKey" TEXT
);

-- By hand: Prisma would copy the table, and the history of a busy shop is long.
ALTER TABLE "LoginAttempt" ADD COLUMN "count" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "LoginAttempt" ADD COLUMN "lastAt" DATETIME;
ALTER TABLE "LoginAttempt" ADD COLUMN "mergeKey" TEXT;
CREATE UNIQUE INDEX "LoginAttempt_mergeKey_key" ON "LoginAttempt"("mergeKey");

-- CreateIndex
CREATE UNIQUE INDEX "AuditEvent_mergeKey_key" ON "AuditEvent"("mergeKey");

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_id_idx" ON "AuditEvent"("actorId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_id_idx" ON "AuditEvent"("accountId", "id");
