-- What the client writes with a product's name, article number and category.
ALTER TABLE "Product" ADD COLUMN     "searchCategory" TEXT COLLATE "C" NOT NULL DEFAULT '',
ADD COLUMN     "searchModel" TEXT COLLATE "C" NOT NULL DEFAULT '',
ADD COLUMN     "searchName" TEXT COLLATE "C" NOT NULL DEFAULT '',
ALTER COLUMN "nameKey" SET DEFAULT '';

-- From here on: what triggers derive from products, outside of Prisma's data model.

-- " name \n model \n category ": each field's words with single spaces between and around them.
CREATE TABLE "ProductSearch" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "text" TEXT COLLATE "C" NOT NULL,
    "model" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "ProductSearch_text_id_model_idx" ON "ProductSearch"("text", "id", "model");
CREATE INDEX "ProductSearch_model_id_idx" ON "ProductSearch"("model", "id");

-- A gram is one to three characters of a text without a space among them, the same with the space before them, or up to
-- two with the space behind them: what a word has in it, begins with, and ends with.
-- The cost is near what it is, so that no plan works it out row by row instead of asking the index.
CREATE FUNCTION "product_grams"("whole" TEXT) RETURNS TEXT[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
DECLARE
    "first" TEXT := ' ';
    "second" TEXT := ' ';
    "third" TEXT := ' ';
    "fourth" TEXT;
    "grams" TEXT[] := '{}';
BEGIN
    FOREACH "fourth" IN ARRAY string_to_array("whole", NULL) LOOP
        IF "fourth" NOT IN (' ', E'\n') THEN
            "grams" := "grams" || "fourth" || ("third" || "fourth");
            IF "first" = ' ' AND "second" NOT IN (' ', E'\n') AND "third" <> ' ' THEN
                "grams" := "grams" || ("first" || "second" || "third" || "fourth");
            END IF;
        END IF;
        IF "third" NOT IN (' ', E'\n') THEN "grams" := "grams" || ("second" || "third" || "fourth"); END IF;
        "first" := "second";
        "second" := "third";
        "third" := "fourth";
    END LOOP;
    RETURN "grams";
END $$;
-- Few rows wait for their place in the index: every search looks through those that do.
CREATE INDEX "ProductSearch_grams_idx" ON "ProductSearch" USING gin ("product_grams"("text")) WITH (gin_pending_list_limit = 512);
-- ANALYZE would work out the grams of thousands of texts, for numbers that no plan here depends on.
ALTER INDEX "ProductSearch_grams_idx" ALTER COLUMN 1 SET STATISTICS 0;

-- Words of letters that typed ones are mended by, and what becomes of each when a letter is left out.
CREATE TABLE "SearchWord" ("word" TEXT COLLATE "C" NOT NULL PRIMARY KEY);
CREATE TABLE "SearchTypo" (
    "variant" TEXT COLLATE "C" NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY ("variant", "word")
);

-- How many products there are of each category, and of each 4096 ids.
CREATE TABLE "CategoryCount" ("category" TEXT COLLATE "C" NOT NULL PRIMARY KEY, "products" INTEGER NOT NULL);
CREATE TABLE "IdCount" ("block" INTEGER NOT NULL PRIMARY KEY, "products" INTEGER NOT NULL);
INSERT INTO "CategoryCount" SELECT "category", count(*) FROM "Product" GROUP BY "category";
INSERT INTO "IdCount" SELECT "id" / 4096, count(*) FROM "Product" GROUP BY 1;

CREATE FUNCTION "search_text_inserted"() RETURNS TRIGGER LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    WITH fresh AS (
        INSERT INTO "SearchWord"
        SELECT DISTINCT "word" FROM "after", unnest(string_to_array("text", ' ')) AS "word"
        WHERE length("word") BETWEEN 4 AND 30 AND "word" !~ '[0-9]' ORDER BY "word"
        ON CONFLICT DO NOTHING RETURNING "word"
    )
    INSERT INTO "SearchTypo"
    SELECT DISTINCT CASE n WHEN 0 THEN "word" ELSE substr("word", 1, n - 1) || substr("word", n + 1) END, "word"
    FROM fresh, generate_series(0, length("word")) AS n
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER "ProductSearch_inserted" AFTER INSERT ON "ProductSearch"
REFERENCING NEW TABLE AS "after" FOR EACH STATEMENT EXECUTE FUNCTION "search_text_inserted"();

-- By the statement, so that one that writes thousands of products changes each counter once; in order, so that two of them
-- do not wait for each other.
CREATE FUNCTION "product_inserted"() RETURNS TRIGGER LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "ProductSearch"
    SELECT "id", concat(' ', "searchName", E' \n ', "searchModel", E' \n ', "searchCategory", ' '), "searchModel" FROM "after";
    INSERT INTO "CategoryCount" AS c SELECT "category", count(*) FROM "after" GROUP BY 1 ORDER BY 1
    ON CONFLICT ("category") DO UPDATE SET "products" = c."products" + EXCLUDED."products";
    INSERT INTO "IdCount" AS c SELECT "id" / 4096, count(*) FROM "after" GROUP BY 1 ORDER BY 1
    ON CONFLICT ("block") DO UPDATE SET "products" = c."products" + EXCLUDED."products";
    RETURN NULL;
END $$;
CREATE FUNCTION "product_deleted"() RETURNS TRIGGER LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM "ProductSearch" WHERE "id" IN (SELECT "id" FROM "before");
    INSERT INTO "CategoryCount" AS c SELECT "category", -count(*) FROM "before" GROUP BY 1 ORDER BY 1
    ON CONFLICT ("category") DO UPDATE SET "products" = c."products" + EXCLUDED."products";
    INSERT INTO "IdCount" AS c SELECT "id" / 4096, -count(*) FROM "before" GROUP BY 1 ORDER BY 1
    ON CONFLICT ("block") DO UPDATE SET "products" = c."products" + EXCLUDED."products";
    RETURN NULL;
END $$;
CREATE FUNCTION "product_updated"() RETURNS TRIGGER LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM "ProductSearch" WHERE "id" IN (
        SELECT "id" FROM "before" b WHERE NOT EXISTS (
            SELECT FROM "after" a WHERE a."id" = b."id"
            AND (a."searchName", a."searchModel", a."searchCategory") = (b."searchName", b."searchModel", b."searchCategory")
        )
    );
    INSERT INTO "ProductSearch"
    SELECT "id", concat(' ', "searchName", E' \n ', "searchModel", E' \n ', "searchCategory", ' '), "searchModel"
    FROM "after" a WHERE NOT EXISTS (
        SELECT FROM "before" b WHERE a."id" = b."id"
        AND (a."searchName", a."searchModel", a."searchCategory") = (b."searchName", b."searchModel", b."searchCategory")
    );
    INSERT INTO "CategoryCount" AS c SELECT "category", sum(n)
    FROM (SELECT "category", 1 AS n FROM "after" UNION ALL SELECT "category", -1 FROM "before") AS changes
    GROUP BY 1 HAVING sum(n) <> 0 ORDER BY 1
    ON CONFLICT ("category") DO UPDATE SET "products" = c."products" + EXCLUDED."products";
    INSERT INTO "IdCount" AS c SELECT "block", sum(n)
    FROM (SELECT "id" / 4096 AS "block", 1 AS n FROM "after" UNION ALL SELECT "id" / 4096, -1 FROM "before") AS changes
    GROUP BY 1 HAVING sum(n) <> 0 ORDER BY 1
    ON CONFLICT ("block") DO UPDATE SET "products" = c."products" + EXCLUDED."products";
    RETURN NULL;
END $$;
CREATE FUNCTION "product_truncated"() RETURNS TRIGGER LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    TRUNCATE "ProductSearch", "CategoryCount", "IdCount";
    RETURN NULL;
END $$;
CREATE TRIGGER "Product_inserted" AFTER INSERT ON "Product"
REFERENCING NEW TABLE AS "after" FOR EACH STATEMENT EXECUTE FUNCTION "product_inserted"();
CREATE TRIGGER "Product_deleted" AFTER DELETE ON "Product"
REFERENCING OLD TABLE AS "before" FOR EACH STATEMENT EXECUTE FUNCTION "product_deleted"();
CREATE TRIGGER "Product_updated" AFTER UPDATE ON "Product"
REFERENCING OLD TABLE AS "before" NEW TABLE AS "after" FOR EACH STATEMENT EXECUTE FUNCTION "product_updated"();
CREATE TRIGGER "Product_truncated" AFTER TRUNCATE ON "Product" FOR EACH STATEMENT EXECUTE FUNCTION "product_truncated"();
