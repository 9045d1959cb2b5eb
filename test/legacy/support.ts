/** For tests: an empty shop, rows of old ones, and the way from here to there. */
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type ImportOptions, prepareImport } from "../../src/legacy/import/index.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import type { Rows } from "./old-databases.ts";

/** Of the password `old secret 1`, as the two servers and two frameworks keep it. */
export const BCRYPT = "$2b$04$0uOua8eNgEkXQkKIG2QOc.xSpYFKC0trpUvY.GwB/WCv6U1NAgxBu";
export const ARGON2 = "$argon2i$v=19$m=64,p=1,t=1$+tgQEAKH26jD6yIU+idSfw$V02yJcPF9E0ks5b8Qo0Qt/jKl24ty34xYZt6QNwNgQo";
export const PASSWORD = "old secret 1";
export const PICTURE = "catalog/CQRobot/JST EL/JST EL 2P-1.jpg";

export async function shop(): Promise<TestServer> {
  const server = await startServer({ DEMO_DATA: "off" });
  onTestFinished(() => server.close());
  return server;
}

export const prepare = (
  { deps }: TestServer,
  options: Partial<ImportOptions> & Pick<ImportOptions, "server" | "source">,
) =>
  prepareImport(deps.db, {
    origin: options.server,
    timezone: "UTC",
    offsetIds: false,
    catalogDir: fileURLToPath(new URL("../../catalog", import.meta.url)),
    ...options,
  });

export async function bring(server: TestServer, options: Parameters<typeof prepare>[1]) {
  const prepared = await prepare(server, options);
  return prepared.write(() => undefined);
}

export const member = (id: number, email: string, more: Rows[number] = {}) => ({
  id,
  username: `user${id}`,
  email,
  password: BCRYPT,
  ...more,
});

export const customer = (id: number, email: string) => ({ id, email, hashed_password: ARGON2 });
export const product = (id: number, more: Rows[number] = {}) => ({ id, name: `Part ${id}`, price: 6.16, ...more });

/** Signs in at every door. */
export async function signsIn(server: TestServer, email: string, password = PASSWORD): Promise<number[]> {
  const modern = `mutation ($input: LoginInput!) { login(input: $input) { accessToken } }`;
  const graphql = await server.graphql(modern, { input: { account: email, password } });
  const rest = await Promise.all([
    server.send("POST", "/api/users/login", { body: { email, password } }),
    server.send("POST", "/users/login", { body: { account: email, password } }),
    server.send("POST", "/api/v2/sessions", { body: { account: email, password } }),
  ]);
  return [graphql.errors ? 0 : graphql.status, ...rest.map(({ status }) => status)];
}
