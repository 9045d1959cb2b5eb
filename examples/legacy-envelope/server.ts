/**
 * An old shop's envelope server, as its document has it, to try a move with: Express, SQLite, bcrypt.
 *
 *   DATABASE=robyn_data.db PORT=8001 node server.ts
 *
 * Mails are lines on standard output; limits and logs are left out.
 */
import type { AddressInfo } from "node:net";
import express, { type NextFunction, type Request, type Response } from "express";
import { accountRoutes } from "./accounts.ts";
import { authRoutes } from "./auth.ts";
import { openOldDatabase } from "./database.ts";
import { fail, Failure } from "./envelope.ts";
import { productRoutes } from "./products.ts";

const database = openOldDatabase(process.env["DATABASE"] ?? "robyn_data.db");
const app = express();
app.disable("x-powered-by");
app.use(express.json({ type: () => true }));
const signedIn = authRoutes(app, database);
accountRoutes(app, database, signedIn);
productRoutes(app, database, signedIn);
app.use(() => fail(404, "资源不存在"));
app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
  const malformed = error instanceof SyntaxError ? new Failure(400, "请求格式错误") : undefined;
  const { code, message } = error instanceof Failure ? error : (malformed ?? new Failure(500, "服务器错误"));
  if (code === 401) res.set("WWW-Authenticate", "Bearer");
  res.status(code).json({ code, message, data: null });
});

const server = app.listen(Number(process.env["PORT"] ?? 8001), "127.0.0.1", () => {
  // A server on a TCP port has no address of another kind.
  const { port } = server.address() as AddressInfo;
  console.log(`Old shop on http://127.0.0.1:${port}`);
});
