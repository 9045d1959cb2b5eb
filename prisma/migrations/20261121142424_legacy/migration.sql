-- CreateTable
CREATE TABLE "ImportedRow" (
    "origin" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "oldId" TEXT NOT NULL,
    "newId" INTEGER NOT NULL,
    "changedAt" DATETIME,
    "importedAt" DATETIME NOT NULL,

    PRIMARY KEY ("origin", "kind", "oldId")
);

-- CreateTable
CREATE TABLE "LegacyUsage" (
    "day" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "accounts" INTEGER NOT NULL,
    "lastAt" DATETIME NOT NULL,

    PRIMARY KEY ("day", "route", "family")
);

-- CreateTable
CREATE TABLE "LegacyCaller" (
    "day" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "userId" INTEGER NOT NULL,

    PRIMARY KEY ("day", "route", "family", "userId")
);

-- CreateIndex
CREATE INDEX "ImportedRow_kind_newId_idx" ON "ImportedRow"("kind", "newId");

-- CreateIndex
CREATE INDEX "LegacyUsage_route_lastAt_idx" ON "LegacyUsage"("route", "lastAt");
