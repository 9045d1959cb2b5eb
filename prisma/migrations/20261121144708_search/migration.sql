-- What the client writes with a product's name, article number and category.
ALTER TABLE "Product" ADD COLUMN "searchName" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Product" ADD COLUMN "searchModel" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Product" ADD COLUMN "searchCategory" TEXT NOT NULL DEFAULT '';

-- "nameKey" gets a default. By way of another column: a table that is made anew would give ids out a second time.
ALTER TABLE "Product" ADD COLUMN "newKey" TEXT NOT NULL DEFAULT '';
UPDATE "Product" SET "newKey" = "nameKey";
DROP INDEX "Product_nameKey_id_idx";
ALTER TABLE "Product" DROP COLUMN "nameKey";
ALTER TABLE "Product" RENAME COLUMN "newKey" TO "nameKey";
CREATE INDEX "Product_nameKey_id_idx" ON "Product"("nameKey", "id");

-- From here on: what triggers derive from products, outside of Prisma's data model. A later migration that makes
-- "Product" anew loses its triggers and has to end with these again; a test knows their names.

-- " name \n model \n category ": each field's words with single spaces between and around them.
CREATE TABLE "ProductSearch" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "text" TEXT NOT NULL,
    "model" TEXT NOT NULL
);
CREATE INDEX "ProductSearch_text_id_model_idx" ON "ProductSearch"("text", "id", "model");
CREATE INDEX "ProductSearch_model_id_idx" ON "ProductSearch"("model", "id");

-- Which texts have a gram, in hexadecimal. A gram is one to three characters of a text without a space among them, the same
-- with the space before them, or up to two with the space behind them: what a word has in it, begins with, and ends with.
CREATE VIRTUAL TABLE "ProductGrams" USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');

-- Words of letters that typed ones are mended by, and what becomes of each when a letter is left out.
CREATE TABLE "SearchWord" ("word" TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE "SearchTypo" ("variant" TEXT NOT NULL, "word" TEXT NOT NULL, PRIMARY KEY ("variant", "word")) WITHOUT ROWID;

-- How many products there are of each category, and of each 4096 ids.
CREATE TABLE "CategoryCount" ("category" TEXT NOT NULL PRIMARY KEY, "products" INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE "IdCount" ("block" INTEGER NOT NULL PRIMARY KEY, "products" INTEGER NOT NULL);
INSERT INTO "CategoryCount" SELECT "category", count(*) FROM "Product" GROUP BY "category";
INSERT INTO "IdCount" SELECT "id" / 4096, count(*) FROM "Product" GROUP BY 1;

CREATE TRIGGER "ProductSearch_inserted" AFTER INSERT ON "ProductSearch" BEGIN
    INSERT INTO "ProductGrams" (rowid, tokens)
        WITH RECURSIVE place(rest) AS (
            SELECT NEW."text" UNION ALL SELECT substr(rest, 2) FROM place WHERE length(rest) > 2
        ), gram(g) AS (
            SELECT substr(rest, 1, 1) FROM place WHERE substr(rest, 1, 1) NOT IN (' ', char(10))
            UNION ALL
            SELECT substr(rest, 1, 2) FROM place WHERE substr(rest, 2, 1) NOT IN (' ', char(10))
            UNION ALL
            SELECT substr(rest, 1, 3) FROM place WHERE substr(rest, 2, 1) NOT IN (' ', char(10)) AND length(rest) > 2
            UNION ALL
            SELECT substr(rest, 1, 4) FROM place
            WHERE substr(rest, 1, 1) = ' ' AND length(rest) > 3 AND instr(substr(rest, 2, 3), ' ') = 0
        )
        SELECT NEW."id", coalesce(group_concat(hex(g), ' '), '') FROM gram;
    INSERT INTO "SearchWord"
        SELECT value FROM json_each('[' || replace(json_quote(NEW."text"), ' ', '","') || ']')
        WHERE length(value) BETWEEN 4 AND 30 AND value NOT GLOB '*[0-9]*'
        ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER "ProductSearch_deleted" AFTER DELETE ON "ProductSearch" BEGIN
    DELETE FROM "ProductGrams" WHERE rowid = OLD."id";
END;
CREATE TRIGGER "SearchWord_inserted" AFTER INSERT ON "SearchWord" BEGIN
    INSERT INTO "SearchTypo"
        WITH RECURSIVE letter(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM letter WHERE n < length(NEW."word"))
        SELECT CASE n WHEN 0 THEN NEW."word" ELSE substr(NEW."word", 1, n - 1) || substr(NEW."word", n + 1) END, NEW."word"
        FROM letter WHERE true
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "Product_inserted" AFTER INSERT ON "Product" BEGIN
    INSERT INTO "ProductSearch" VALUES (
        NEW."id",
        ' ' || NEW."searchName" || char(32, 10, 32) || NEW."searchModel" || char(32, 10, 32) || NEW."searchCategory" || ' ',
        NEW."searchModel"
    );
    INSERT INTO "CategoryCount" VALUES (NEW."category", 1) ON CONFLICT DO UPDATE SET "products" = "products" + 1;
    INSERT INTO "IdCount" VALUES (NEW."id" / 4096, 1) ON CONFLICT DO UPDATE SET "products" = "products" + 1;
END;
CREATE TRIGGER "Product_deleted" AFTER DELETE ON "Product" BEGIN
    DELETE FROM "ProductSearch" WHERE "id" = OLD."id";
    UPDATE "CategoryCount" SET "products" = "products" - 1 WHERE "category" = OLD."category";
    UPDATE "IdCount" SET "products" = "products" - 1 WHERE "block" = OLD."id" / 4096;
END;
CREATE TRIGGER "Product_updated" AFTER UPDATE OF "id", "searchName", "searchModel", "searchCategory" ON "Product"
WHEN (OLD."id", OLD."searchName", OLD."searchModel", OLD."searchCategory")
    IS NOT (NEW."id", NEW."searchName", NEW."searchModel", NEW."searchCategory")
BEGIN
    DELETE FROM "ProductSearch" WHERE "id" = OLD."id";
    INSERT INTO "ProductSearch" VALUES (
        NEW."id",
        ' ' || NEW."searchName" || char(32, 10, 32) || NEW."searchModel" || char(32, 10, 32) || NEW."searchCategory" || ' ',
        NEW."searchModel"
    );
END;
CREATE TRIGGER "Product_moved" AFTER UPDATE OF "id", "category" ON "Product"
WHEN (OLD."id", OLD."category") IS NOT (NEW."id", NEW."category")
BEGIN
    UPDATE "CategoryCount" SET "products" = "products" - 1 WHERE "category" = OLD."category";
    UPDATE "IdCount" SET "products" = "products" - 1 WHERE "block" = OLD."id" / 4096;
    INSERT INTO "CategoryCount" VALUES (NEW."category", 1) ON CONFLICT DO UPDATE SET "products" = "products" + 1;
    INSERT INTO "IdCount" VALUES (NEW."id" / 4096, 1) ON CONFLICT DO UPDATE SET "products" = "products" + 1;
END;
