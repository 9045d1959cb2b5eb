import { describe, expect, it } from "vitest";
import { oldDatabase } from "./old-databases.ts";
import { bring, customer, member, prepare, product, shop, signsIn } from "./support.ts";

describe("two old shops in one", () => {
  const bearer = () =>
    oldDatabase("bearer", {
      users: [customer(1, "both@example.com"), customer(2, "boss@example.com"), customer(3, "mine@example.com")],
      user_info: [{ id: 1, user_id: 1, first_name: "Both", last_name: null, phone_number: null }],
      products: [product(1), product(2)],
    });
  const OTHER = "$2b$04$kgdyrgh0Mb./5QS6RWzIuusaRNll9HI50UHOqa0zXmTT28bjE4y3m";
  const envelope = () =>
    oldDatabase("envelope", {
      users: [
        member(1, "BOTH@example.com", { password: OTHER, phone: "555", updated_at: "2024-01-01 00:00:00" }),
        member(2, "boss@example.com", { password: OTHER, is_admin: true, username: "mine" }),
        member(4, "own@example.com", { username: "mine2" }),
      ],
      products: [product(2, { name: "Another 2" }), product(4)],
    });
  const NEW = "Pässwörd 1!";

  it("share accounts by their addresses, and ids that collide move", async () => {
    const server = await shop();
    await bring(server, { server: "bearer", source: await bearer() });
    const source = await envelope();
    const { plan } = await prepare(server, { server: "envelope", source });
    expect(plan.conflicts.map(({ kind, oldId }) => `${kind} ${oldId}`)).toEqual(["product 2"]);
    const written = await bring(server, { server: "envelope", source, offsetIds: true });
    expect(written.changes.map(({ kind, oldId, says }) => `${kind} ${oldId}: ${says}`)).toEqual([
      "account 1: is account 1 here (both@example.com); its password replaces that one's: nobody knows when that one was set",
      "account 2: is account 2 here (boss@example.com); its password replaces that one's: an administrator's never yields",
      "product 2: its id becomes 1002",
    ]);
    expect(await signsIn(server, "both@example.com", NEW)).toEqual([200, 200, 200, 201]);
    expect(await signsIn(server, "both@example.com")).toEqual([0, 400, 401, 401]);
    const rows = await server.deps.db.user.findMany({ orderBy: { id: "asc" }, include: { info: true } });
    expect(rows.map(({ id, isAdmin, phone, info }) => [id, isAdmin, phone, info?.firstName])).toEqual([
      [1, false, "555", "Both"],
      [2, true, null, null],
      [3, false, null, undefined],
      [4, false, null, null],
    ]);
    expect((await server.send("GET", "/api/products/1002")).json.data.name).toBe("Another 2");
    const again = await prepare(server, { server: "envelope", source, offsetIds: true });
    expect(again.plan).toMatchObject({ accounts: [], merges: [], products: [], conflicts: [] });
  });

  it("never give an administrator the password of somebody who has registered the same address elsewhere", async () => {
    const server = await shop();
    await bring(server, { server: "envelope", source: await envelope() });
    const { merges } = await bring(server, { server: "bearer", source: await bearer(), offsetIds: true });
    expect(merges.map(({ id, takesPassword }) => [id, takesPassword])).toEqual([
      [1, false],
      [2, false],
    ]);
    expect(await signsIn(server, "boss@example.com", NEW)).toEqual([200, 200, 200, 201]);
    expect(await signsIn(server, "boss@example.com")).toEqual([0, 400, 401, 401]);
  });

  it("keep usernames that people chose before those that are made of addresses", async () => {
    const server = await shop();
    const source = await oldDatabase("envelope", {
      users: [member(1, "mine@example.com", { username: null }), member(2, "other@example.com", { username: "Mine" })],
      products: [],
    });
    const { accounts } = await bring(server, { server: "envelope", source });
    expect(accounts.map(({ row }) => row.username)).toEqual(["mine2", "Mine"]);
  });
});
