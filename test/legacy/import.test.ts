import { describe, expect, it } from "vitest";
import { onPostgres } from "../fixtures/database.ts";
import { alter, oldDatabase } from "./old-databases.ts";
import { BCRYPT, bring, customer, member, PASSWORD, PICTURE, prepare, product, shop, signsIn } from "./support.ts";

describe("the bearer server's database", () => {
  const source = () =>
    oldDatabase("bearer", {
      users: [
        customer(7, "Ann@Example.com"),
        { ...customer(9, "off@example.com"), disabled: true },
        customer(11, "bare@example.com"),
      ],
      user_info: [
        { id: 1, user_id: 7, first_name: "Ann", last_name: null, phone_number: "555-1" },
        { id: 2, user_id: 9, first_name: "Off", last_name: "", phone_number: null },
      ],
      products: [
        product(1099, { model: "CQRJSTEL-A", quantity: 999, image_url: PICTURE, description: "<b>two</b>", views: 3 }),
        product(993, { name: " JST PH - 2 / 3 / 4 Pin ", price: 7.00005 }),
      ],
    });

  it("comes with its ids, names, views and pictures, and people sign in at every door", async () => {
    const server = await shop();
    const { changes, conflicts } = await bring(server, { server: "bearer", source: await source() });
    expect(conflicts).toEqual([]);
    expect(changes).toEqual([
      { kind: "product", oldId: "993", says: 'name " JST PH - 2 / 3 / 4 Pin " becomes "JST PH - 2 / 3 / 4 Pin"' },
      { kind: "product", oldId: "993", says: 'price "7.00005" becomes 7.0001' },
    ]);
    expect(await signsIn(server, "ann@example.com")).toEqual([200, 200, 200, 201]);
    const login = await server.send("POST", "/api/users/login", {
      body: { email: "ann@example.com", password: PASSWORD },
    });
    const me = await server.send("GET", "/api/users/me", {
      headers: { authorization: `Bearer ${login.json.access_token}` },
    });
    expect(me.json).toEqual({ email: "Ann@Example.com", first_name: "Ann", last_name: null, phone_number: "555-1" });
    const answer = await server.send("GET", "/api/products/product/1099");
    expect(answer.json).toEqual({
      id: 1099,
      model: "CQRJSTEL-A",
      quantity: 999,
      image_url: PICTURE,
      price: 6.16,
      name: "Part 1099",
      description: "<b>two</b>",
    });
    expect((await server.send("GET", "/api/products/popular")).json).toMatchObject([{ id: 1099 }]);
    expect((await server.send("GET", "/api/products/name/2%20%2F%203")).json.data).toMatchObject([
      { id: 993, price: 7.0001 },
    ]);
  });

  it("keeps who is disabled so, and who has no record of names without one", async () => {
    const server = await shop();
    await bring(server, { server: "bearer", source: await source() });
    const disabled = await server.send("POST", "/api/users/login", {
      body: { email: "off@example.com", password: PASSWORD },
    });
    expect([disabled.status, disabled.json]).toEqual([403, { detail: "User is disabled" }]);
    const login = await server.send("POST", "/api/users/login", {
      body: { email: "bare@example.com", password: PASSWORD },
    });
    const me = await server.send("GET", "/api/users/me", {
      headers: { authorization: `Bearer ${login.json.access_token}` },
    });
    expect([me.status, me.json]).toEqual([404, { detail: "User information not found" }]);
  });

  it("leaves new ids beyond the old ones", async () => {
    const server = await shop();
    await bring(server, { server: "bearer", source: await source() });
    const made = await server.deps.db.product.create({ data: { name: "New", price: 1n } });
    expect(made.id).toBe(1100);
  });

  it("changes nothing when it is brought again, whatever has become of its rows", async () => {
    const server = await shop();
    const old = await source();
    await bring(server, { server: "bearer", source: old });
    await server.deps.db.product.delete({ where: { id: 993 } });
    await server.deps.db.product.update({ where: { id: 1099 }, data: { name: "Renamed" } });
    const { plan, write } = await prepare(server, { server: "bearer", source: old });
    expect(plan).toMatchObject({
      accounts: [],
      products: [],
      conflicts: [],
      changes: [],
      known: { account: 3, product: 2 },
    });
    await write(() => undefined);
    expect(await server.deps.db.product.findMany({ select: { id: true, name: true } })).toEqual([
      { id: 1099, name: "Renamed" },
    ]);
    expect(await server.deps.db.user.count()).toBe(3);
  });
});

describe("the envelope server's database", () => {
  it("never takes one account for another in a later run: who shares an address conflicts as before", async () => {
    const server = await shop();
    const [first, second] = ["2024-01-01 00:00:00", "2024-06-01 00:00:00"];
    const source = await oldDatabase("envelope", {
      users: [
        member(1, "ann@example.com", { updated_at: first }),
        member(2, "ANN@example.com", { updated_at: second, password: BCRYPT.replace("2b$04", "2b$05") }),
      ],
      products: [],
    });
    const says = "has the same address as account 1: ANN@example.com";
    const conflicts = [{ kind: "account", oldId: "2", says, skipped: "left out" }];
    expect(await bring(server, { server: "envelope", source })).toMatchObject({ merges: [], conflicts });
    expect(await bring(server, { server: "envelope", source })).toMatchObject({ accounts: [], merges: [], conflicts });
    expect(await signsIn(server, "ann@example.com")).toEqual([200, 200, 200, 201]);
  });

  it("comes with its accounts as they were, administrators and deleted ones", async () => {
    const server = await shop();
    const source = await oldDatabase("envelope", {
      users: [
        member(1, "boss@example.com", { is_admin: true, phone: "555-9", ip_address: "10.0.0.7", nickname: "Boss" }),
        member(2, "gone@example.com", { is_deleted: true, updated_at: "2024-03-31 12:00:00.250000" }),
        member(3, "new@example.com", { last_login: "2024-05-01 08:00:00", created_at: "2024-01-02 03:04:05.678901" }),
      ],
      products: [
        product(5, { stock: 3, category: "Cables", created_at: "2024-03-31 03:30:00", is_deleted: false }),
        product(6, { is_deleted: true }),
      ],
    });
    const prepared = await prepare(server, { server: "envelope", source, timezone: "Europe/Berlin" });
    expect(prepared.leftBehind).toEqual(["chat_messages", "users.nickname"]);
    await prepared.write(() => undefined);

    expect(await signsIn(server, "boss@example.com")).toEqual([200, 200, 200, 201]);
    const login = await server.send("POST", "/users/login", { body: { account: "user3", password: PASSWORD } });
    expect(login.json.data).toMatchObject({ username: "user3", email: "new@example.com" });
    expect(
      (await server.send("POST", "/users/login", { body: { account: "gone@example.com", password: PASSWORD } })).status,
    ).toBe(401);
    const [boss, gone, fresh] = await server.deps.db.user.findMany({ orderBy: { id: "asc" } });
    expect(boss).toMatchObject({ id: 1, isAdmin: true, phone: "555-9" });
    expect(gone).toMatchObject({
      emailKey: null,
      usernameKey: null,
      isActive: false,
      deletedAt: new Date("2024-03-31T12:00:00.250Z"),
    });
    expect(fresh).toMatchObject({ createdAt: new Date("2024-01-02T03:04:05.678Z") });
    // Times of products are of the clock on the wall: summer time had begun an hour and a half before.
    const page = (await server.send("GET", "/api/products")).json.data;
    expect(page).toMatchObject({
      total: 1,
      items: [{ id: 5, stock: 3, category: "Cables", created_at: "2024-03-31T01:30:00.000Z" }],
    });
    expect((await server.deps.db.product.create({ data: { name: "New", price: 1n } })).id).toBe(7);
  });

  it("may have RobynVue's long ids, which get others", async () => {
    const server = await shop();
    const users = [member(1, "a@example.com"), member(2, "b@example.com")];
    const source = await oldDatabase("envelope", { users, products: [] });
    await alter(source, "ALTER TABLE users RENAME COLUMN id TO user_id");
    await alter(source, onPostgres ? "ALTER TABLE users ALTER COLUMN user_id TYPE VARCHAR(20)" : "SELECT 1");
    await alter(source, "UPDATE users SET user_id = '516274618274611200' WHERE username = 'user2'");
    const { plan } = await prepare(server, { server: "envelope", source });
    expect(plan.conflicts).toMatchObject([
      { oldId: "516274618274611200", says: expect.stringContaining("--offset-ids") },
    ]);
    const { accounts } = await bring(server, { server: "envelope", source, offsetIds: true });
    expect(accounts.map(({ id, row }) => [row.oldId, id])).toEqual([
      ["1", 1],
      ["516274618274611200", 2],
    ]);
  });
});

describe("conflicts", () => {
  it("are all named, and nothing of their rows is written", async () => {
    const server = await shop();
    await server.deps.db.product.create({ data: { id: 3, name: "Own", price: 1n } });
    const source = await oldDatabase("bearer", {
      users: [
        customer(1, "ann@example.com"),
        customer(2, "ANN@example.com"),
        customer(3, "no address"),
        { ...customer(4, "x@example.com"), hashed_password: "plain" },
      ],
      user_info: [],
      products: [
        product(1, { price: -1 }),
        product(2, { image_url: "catalog/nowhere.jpg" }),
        product(3),
        product(4, { price: 1e9 }),
        product(5),
      ],
    });
    const { plan, write } = await prepare(server, { server: "bearer", source });
    expect(plan.conflicts.map(({ kind, oldId, says, skipped }) => `${kind} ${oldId} ${says} (${skipped})`)).toEqual([
      "account 3 email is not a valid e-mail address (left out)",
      "account 4 hashed_password is a password's hash of an unknown form (left out)",
      "account 2 has the same address as account 1: ANN@example.com (left out)",
      "product 1 price is no number from 0 to 99,999,999.99 (left out)",
      "product 4 price is no number from 0 to 99,999,999.99 (left out)",
      "product 2 its picture catalog/nowhere.jpg is not in the catalogue's folder (taken as it is)",
      "product 3 its id is taken in this shop: --offset-ids gives it another one (left out)",
    ]);
    await write(() => undefined);
    expect(await server.deps.db.user.findMany({ select: { id: true } })).toEqual([{ id: 1 }]);
    expect(await server.deps.db.product.findMany({ select: { id: true, name: true }, orderBy: { id: "asc" } })).toEqual(
      [
        { id: 2, name: "Part 2" },
        { id: 3, name: "Own" },
        { id: 5, name: "Part 5" },
      ],
    );
  });
});

it("an import that breaks off leaves nothing", async () => {
  const server = await shop();
  const source = await oldDatabase("bearer", {
    users: [customer(1, "a@example.com")],
    user_info: [],
    products: [product(1)],
  });
  const { write } = await prepare(server, { server: "bearer", source });
  const stop = (table: string) => {
    if (table === "products") throw new Error("the power is gone");
  };
  await expect(write(stop)).rejects.toThrow("the power is gone");
  const { db } = server.deps;
  expect([await db.user.count(), await db.product.count(), await db.importedRow.count()]).toEqual([0, 0, 0]);
});
