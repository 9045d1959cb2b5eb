import type Sqlite from "better-sqlite3";
import type { Express, Request } from "express";
import type { SignedIn } from "./auth.ts";
import { naive, type ProductRow, withZone } from "./database.ts";
import { bodyOf, fail, idIn, numberIn, optionalText, succeed, textIn } from "./envelope.ts";

const asProduct = (product: ProductRow) => ({
  id: product.id,
  name: product.name,
  description: product.description,
  price: product.price,
  category: product.category,
  stock: product.stock,
  created_at: withZone(product.created_at),
  updated_at: withZone(product.updated_at),
});

/** Section 3 of the document. */
export function productRoutes(app: Express, database: Sqlite.Database, signedIn: SignedIn): void {
  const select = (rest: string, ...values: unknown[]) =>
    database.prepare<unknown[], ProductRow>(`SELECT * FROM products WHERE NOT is_deleted ${rest}`).all(...values);
  const wanted = (req: Request): ProductRow =>
    select("AND id = ?", idIn(req, "product_id"))[0] ?? fail(404, "产品不存在");
  const administrator = (req: Request) => (signedIn(req).is_admin ? undefined : fail(403, "需要管理员权限"));
  const columns = (req: Request, own?: ProductRow) => {
    const body = { ...own, ...bodyOf(req) };
    return {
      name: textIn(body, "name", (value) => value !== ""),
      price: numberIn(body, "price", (value) => value >= 0 && value <= 99_999_999.99),
      stock: numberIn({ stock: 0, ...body }, "stock", (value) => Number.isInteger(value) && value >= 0),
      description: optionalText(body, "description") ?? "",
      category: optionalText(body, "category") ?? "",
      now: naive(new Date()),
    };
  };
  const countIn = (req: Request, name: string, fallback: number, most: number): number => {
    const value = req.query[name];
    return typeof value !== "string" || value === ""
      ? fallback
      : numberIn({ [name]: value }, name, (number) => Number.isInteger(number) && number >= 1 && number <= most);
  };

  app.get("/api/products", (req, res) => {
    const [page, limit] = [countIn(req, "page", 1, 1e9), countIn(req, "limit", 20, 100)];
    const { category } = req.query;
    const named = typeof category === "string" && category !== "";
    const [where, values] = named ? ["AND category = ?", [category]] : ["", []];
    const items = select(`${where} ORDER BY id LIMIT ? OFFSET ?`, ...values, limit, (page - 1) * limit);
    succeed(res, { items: items.map(asProduct), total: select(where, ...values).length, page, limit });
  });
  app.get("/api/products/name/:product_name", (req, res) => {
    const found = select("AND instr(lower(name), lower(?)) > 0 ORDER BY id LIMIT 100", req.params.product_name);
    succeed(res, found.map(asProduct));
  });
  app.get("/api/products/:product_id", (req, res) => succeed(res, asProduct(wanted(req))));
  app.post("/api/products", (req, res) => {
    administrator(req);
    const { lastInsertRowid } = database
      .prepare(
        `INSERT INTO products (name, price, stock, description, category, created_at, updated_at, is_deleted)
         VALUES (:name, :price, :stock, :description, :category, :now, :now, 0)`,
      )
      .run(columns(req));
    succeed(res, asProduct(select("AND id = ?", lastInsertRowid)[0] ?? fail(500, "服务器错误")), "产品创建成功");
  });
  app.put("/api/products/:product_id", (req, res) => {
    administrator(req);
    const product = wanted(req);
    database
      .prepare(
        `UPDATE products SET name = :name, price = :price, stock = :stock, description = :description,
         category = :category, updated_at = :now WHERE id = :id`,
      )
      .run({ ...columns(req, product), id: product.id });
    succeed(res, asProduct(wanted(req)), "产品更新成功");
  });
  app.delete("/api/products/:product_id", (req, res) => {
    administrator(req);
    database.prepare("UPDATE products SET is_deleted = 1 WHERE id = ?").run(wanted(req).id);
    succeed(res, null, "产品删除成功");
  });
}
