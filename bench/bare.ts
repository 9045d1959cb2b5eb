/**
 * The limit that the shop is measured against: node:http and better-sqlite3, answering the same bytes with nothing in
 * between. Started by run.ts with the shop's database; prints its port.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import SqliteDatabase from "better-sqlite3";

interface Row {
  readonly id: number;
  readonly price: number;
  readonly [column: string]: unknown;
}

const db = new SqliteDatabase(process.argv[2] ?? "", { readonly: true });
const columns = "id, model, quantity, image AS image_url, price, name, description";
const one = db.prepare<[string], Row>(`SELECT ${columns} FROM Product WHERE id = ?`);
const page = db.prepare<[], Row>(`SELECT ${columns} FROM Product ORDER BY id LIMIT 20`);
const user = db.prepare<[], Row>("SELECT email, username FROM User WHERE id = 1");
const shown = (row: Row | undefined) => row && { ...row, price: row.price / 10_000 };

const picture = readFileSync(new URL("../catalog/CQRobot/JST EL/JST EL 2P-1.jpg", import.meta.url));

const server = createServer((req, res) => {
  const path = req.url ?? "";
  if (path === "/picture") {
    res.writeHead(200, { "Content-Type": "image/jpeg", "Content-Length": picture.length }).end(picture);
    return;
  }
  const body = path.startsWith("/product/")
    ? shown(one.get(path.slice("/product/".length)))
    : path === "/page"
      ? page.all().map(shown)
      : user.get();
  const text = JSON.stringify(body);
  res.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }).end(text);
});
server.listen(0, "127.0.0.1", () => console.log(`${(server.address() as AddressInfo).port}`));
process.on("SIGTERM", () => process.exit(0));
