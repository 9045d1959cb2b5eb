-- AlterTable
ALTER TABLE "LoginAttempt" ADD COLUMN     "count" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "lastAt" TIMESTAMPTZ(3),
ADD COLUMN     "mergeKey" TEXT COLLATE "C";

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "act" TEXT COLLATE "C" NOT NULL,
    "door" TEXT COLLATE "C" NOT NULL,
    "outcome" TEXT COLLATE "C" NOT NULL,
    "reason" TEXT COLLATE "C",
    "actorId" INTEGER,
    "accountId" INTEGER,
    "productId" INTEGER,
    "fields" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "address" TEXT COLLATE "C",
    "mergeKey" TEXT COLLATE "C",

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "AuditEvent_mergeKey_key" ON "AuditEvent"("mergeKey");

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_id_idx" ON "AuditEvent"("actorId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_id_idx" ON "AuditEvent"("accountId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LoginAttempt_mergeKey_key" ON "LoginAttempt"("mergeKey");
