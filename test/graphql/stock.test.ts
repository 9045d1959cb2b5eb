import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { addProducts, administrator, codeOf, dataOf } from "./support.ts";

const ADJUST = "mutation ($id: ID!, $by: Int!) { adjustStock(id: $id, by: $by) { quantity version } }";
const UPDATE =
  "mutation ($id: ID!, $name: String!, $ifVersion: Int) { updateProduct(id: $id, input: { name: $name }, ifVersion: $ifVersion) { name version } }";

let server: TestServer;
let token: string;
let id: string;
beforeAll(async () => {
  server = await startServer({ DEMO_DATA: "off" });
  ({ accessToken: token } = await administrator(server));
});
beforeEach(async () => {
  id = String((await addProducts(server, [{ name: "Lamp", quantity: 10 }]))[0]);
});
afterAll(() => server.close());

const read = async () =>
  dataOf(await server.graphql("query ($id: ID!) { product(id: $id) { name quantity version } }", { id })).product;
const adjust = (by: number) => server.graphql(ADJUST, { id, by }, token);
const rename = (name: string, ifVersion: number | null) => server.graphql(UPDATE, { id, name, ifVersion }, token);

describe("stock", () => {
  it("loses none of what many do to it at once", async () => {
    // Those that take away take less than there is, whichever comes first.
    const steps = [5, -2, 7, -1, -3, 1, -1, 6, -2, 8];
    const answers = await Promise.all(steps.map(adjust));
    expect(answers.map(codeOf)).toEqual(steps.map(() => undefined));
    expect(await read()).toMatchObject({ quantity: 10 + steps.reduce((sum, by) => sum + by, 0), version: 11 });
  });

  it("is sold out once, whoever comes first", async () => {
    const answers = await Promise.all([adjust(-10), adjust(-10), adjust(-10)]);
    expect(answers.map(codeOf).toSorted()).toEqual(["INVALID_INPUT", "INVALID_INPUT", undefined]);
    expect(await read()).toMatchObject({ quantity: 0, version: 2 });
    expect((await adjust(-1)).errors?.[0]?.extensions["fields"]).toEqual([
      { path: ["by"], code: "TOO_SMALL", message: "must be at least 0" },
    ]);
  });

  it("is no more than can be counted", async () => {
    const { errors } = await adjust(2_147_483_647);
    expect(errors?.[0]?.extensions["fields"]).toMatchObject([{ path: ["by"], code: "TOO_LARGE" }]);
    expect(dataOf(await adjust(2_147_483_637)).adjustStock.quantity).toBe(2_147_483_647);
    expect(codeOf(await adjust(-2_147_483_648))).toBe("INVALID_INPUT");
    expect(await read()).toMatchObject({ quantity: 2_147_483_647 });
  });

  it("of a product that is not there is not found", async () => {
    expect(codeOf(await server.graphql(ADJUST, { id: "999999", by: 1 }, token))).toBe("PRODUCT_NOT_FOUND");
  });

  it("is adjusted at /api/v2 as well", async () => {
    const headers = { authorization: `Bearer ${token}` };
    const { status, json } = await server.send("POST", `/api/v2/products/${id}/stock`, { body: { by: -3 }, headers });
    expect([status, json.quantity]).toEqual([200, 7]);
  });
});

describe("a change with the version it was thought out for", () => {
  it("is made once, of several at the same time", async () => {
    const { version } = await read();
    const answers = await Promise.all(["A", "B", "C", "D"].map((name) => rename(name, version)));
    expect(answers.map(codeOf).toSorted()).toEqual([
      "CHANGED_MEANWHILE",
      "CHANGED_MEANWHILE",
      "CHANGED_MEANWHILE",
      undefined,
    ]);
    expect((await read()).version).toBe(version + 1);
    expect(answers[0]?.status === 200 || answers[0]?.status === 412).toBe(true);
  });

  it("is made without one whatever happened", async () => {
    await adjust(1);
    expect(dataOf(await rename("Chair", null)).updateProduct).toEqual({ name: "Chair", version: 3 });
  });

  it("of a product that is not there is not found", async () => {
    const answer = await server.graphql(UPDATE, { id: "999999", name: "x", ifVersion: 1 }, token);
    expect(codeOf(answer)).toBe("PRODUCT_NOT_FOUND");
  });

  it("is that of If-Match at /api/v2", async () => {
    const patch = (ifMatch: string, name: string) =>
      server.send("PATCH", `/api/v2/products/${id}`, {
        body: { name },
        headers: { authorization: `Bearer ${token}`, "if-match": ifMatch },
      });
    expect(await patch('"1"', "First")).toMatchObject({ status: 200, json: { name: "First", version: 2 } });
    for (const stale of ['"1"', '"x"', "2", 'W/"2"']) {
      expect(await patch(stale, "Late"), stale).toMatchObject({ status: 412, json: { code: "CHANGED_MEANWHILE" } });
    }
    expect(await patch("*", "Any")).toMatchObject({ status: 200, json: { name: "Any", version: 3 } });
  });
});
