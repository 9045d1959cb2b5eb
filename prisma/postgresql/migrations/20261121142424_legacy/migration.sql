-- CreateEnum
CREATE TYPE "ImportedKind" AS ENUM ('ACCOUNT', 'PRODUCT');

-- CreateTable
CREATE TABLE "ImportedRow" (
    "origin" TEXT COLLATE "C" NOT NULL,
    "kind" "ImportedKind" NOT NULL,
    "oldId" TEXT COLLATE "C" NOT NULL,
    "newId" INTEGER NOT NULL,
    "changedAt" TIMESTAMPTZ(3),
    "importedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ImportedRow_pkey" PRIMARY KEY ("origin","kind","oldId")
);

-- CreateTable
CREATE TABLE "LegacyUsage" (
    "day" TEXT COLLATE "C" NOT NULL,
    "route" TEXT COLLATE "C" NOT NULL,
    "family" TEXT COLLATE "C" NOT NULL,
    "calls" INTEGER NOT NULL,
    "accounts" INTEGER NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LegacyUsage_pkey" PRIMARY KEY ("day","route","family")
);

-- CreateTable
CREATE TABLE "LegacyCaller" (
    "day" TEXT COLLATE "C" NOT NULL,
    "route" TEXT COLLATE "C" NOT NULL,
    "family" TEXT COLLATE "C" NOT NULL,
    "userId" INTEGER NOT NULL,

    CONSTRAINT "LegacyCaller_pkey" PRIMARY KEY ("day","route","family","userId")
);

-- CreateIndex
CREATE INDEX "ImportedRow_kind_newId_idx" ON "ImportedRow"("kind", "newId");

-- CreateIndex
CREATE INDEX "LegacyUsage_route_lastAt_idx" ON "LegacyUsage"("route", "lastAt");
