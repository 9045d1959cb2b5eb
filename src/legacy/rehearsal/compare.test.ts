import { describe, expect, it } from "vitest";
import type { Leeways } from "../../rest/contract.ts";
import { type Bindings, compare } from "./compare.ts";
import type { Answer } from "./exchange.ts";

function differences(one: Partial<Answer>, other: Partial<Answer>, leeways: Leeways = {}) {
  const learned: Record<string, unknown> = {};
  const bindings: Bindings = {
    learn: (variable, value) => void (learned[variable] = value),
    idFor: (recorded) => learned[`id ${String(recorded)}`] ?? recorded,
    learnId: (recorded, actual) => void (learned[`id ${String(recorded)}`] = actual),
  };
  const answer: Answer = { status: 200, headers: {}, cookies: [], body: { kind: "none" } };
  const found = compare({ ...answer, ...one }, { ...answer, ...other }, leeways, bindings);
  return { found: found.map(({ where }) => where), learned };
}

const bodies = (one: unknown, other: unknown, leeways: Leeways = {}) =>
  differences({ body: { kind: "json", value: one } }, { body: { kind: "json", value: other } }, leeways);

describe("two answers", () => {
  it("differ in their status, headers that matter, and any value or type of their bodies", () => {
    expect(differences({ status: 200 }, { status: 201 }).found).toEqual(["status"]);
    expect(differences({ headers: { "cache-control": "a" } }, { headers: {} }).found).toEqual(["header cache-control"]);
    expect(bodies({ a: [{ b: 1 }] }, { a: [{ b: "1" }] }).found).toEqual(["body a 0 b"]);
    expect(bodies({ a: 1 }, { a: 1, b: null }).found).toEqual(["body b"]);
    expect(bodies({ a: null }, {}).found).toEqual(["body a"]);
    expect(bodies([1, 2], [1]).found).toEqual(["body (entries)"]);
    expect(bodies({}, "text").found).toEqual(["body"]);
  });

  it("are the same where a price differs by what binary fractions cannot hold, and by nothing more", () => {
    expect(bodies({ price: 6.8500000000000005 }, { price: 6.85 }).found).toEqual([]);
    expect(bodies({ price: 6.8501 }, { price: 6.85 }).found).toEqual(["body price"]);
    expect(bodies({ price: 6 }, { price: "6" }).found).toEqual(["body price"]);
  });

  it("are the same with more headers, another charset, and cookies whose attributes stand in another order", () => {
    const json = { headers: { "content-type": "application/json" } };
    expect(
      differences(json, { headers: { "content-type": "application/json; charset=utf-8", allow: "GET" } }).found,
    ).toEqual([]);
    const cookie = (attributes: string, value = "t") => ({ cookies: [`access_token=Bearer ${value}; ${attributes}`] });
    expect(differences(cookie("Path=/; HttpOnly"), cookie("HttpOnly; Path=/", "u")).found).toEqual([]);
    expect(differences(cookie("Path=/; HttpOnly"), cookie("Path=/")).found).toEqual(["cookie access_token"]);
    expect(differences(cookie("Path=/"), { cookies: [] }).found).toEqual(["cookie access_token"]);
  });

  it("teach what the other server calls a token or an id", () => {
    const token = bodies({ access_token: "{{token:1}}" }, { access_token: "xyz" }, { access_token: "token" });
    expect(token).toEqual({ found: [], learned: { "token:1": "xyz" } });
    expect(bodies({ access_token: "{{token:1}}" }, { access_token: "" }, { access_token: "token" }).found).toEqual([
      "body access_token",
    ]);
    expect(bodies({ id: 7 }, { id: 9 }, { id: "new id" })).toEqual({ found: [], learned: { "id 7": 9 } });
    expect(bodies({ id: 7 }, { id: 9 }, { id: "id" }).found).toEqual(["body id"]);
  });

  it("have the leeway of the route tables and no more", () => {
    const times: Leeways = { at: "time" };
    expect(bodies({ at: "2024-01-01 00:00:00" }, { at: "2026-01-01T00:00:00.000Z" }, times).found).toEqual([]);
    expect(bodies({ at: "2024-01-01 00:00:00" }, { at: "" }, times).found).toEqual(["body at"]);
    expect(bodies({ m: "a" }, { m: "b" }, { m: "text" }).found).toEqual([]);
    expect(bodies({ m: "a" }, { m: null }, { m: "text" }).found).toEqual(["body m"]);
    expect(bodies({ l: [{ id: 1 }, { id: 2 }] }, { l: [{ id: 2 }, { id: 1 }] }, { l: "order" }).found).toEqual([]);
    expect(bodies({ l: [{ id: 1 }, { id: 2 }] }, { l: [{ id: 2 }, { id: 1 }] }).found).toEqual([
      "body l 0 id",
      "body l 1 id",
    ]);
  });
});
