-- CreateIndex
CREATE INDEX "Product_category_price_id_idx" ON "Product"("category", "price", "id");
