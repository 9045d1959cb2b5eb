import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { dataOf } from "./support.ts";

const NAMES = [
  "杜邦线 Dupont Wire",
  "杜邦线",
  "邦",
  "线杜邦",
  "日本語コネクタ",
  "ﾃｽﾄ半角",
  "テスト全角",

  "Café Lamp",
  "Cafe\u0301 Stand",
  "cafe table",
  "ÉCLAIR",
  "Straße",
  "STRASSE",
  "Ωmega 10 kΩ",
  "µSD card",
  "İstanbul",

  "100% cotton",
  "1000 cotton",
  "a_b",
  "aXb",
  "back\\slash",
  "back/slash",
  "it's",
  'say "hi"',
  "`tick`",
  "semi;colon",

  "A",
  "a",
  "AA",
  "ab",
  "Zebra a",
  "x".repeat(150),
  "  spaced   out  ",
  "tab\tbed",
  "emoji 🔌 plug",
  "ﬁlter",
  "Ⅷ bolt",
];

/** Name, article number, category. */
const PARTS: readonly (readonly [string, string, string])[] = [
  ["Dupont", "DP-40", "Wires"],
  ["Dupont wire 20 cm", "DP-40-20", "Wires"],
  ["Wire stripper", "WS-1", "Tools"],
  ["Red wire", "R/W 24", "Wires"],
  ["Wired remote", "40", "Tools"],
  ["Barbed wire", "", "Haberdashery wire"],
  ["Hardwired", "X40", ""],
  ["Resistor 10 kΩ", "RES10K", "Résistances"],
  ["Photoresistor", "RES-PH", "Sensors"],
  ["Temperature sensor", "TS-40", "Sensors"],
  ["Sensor", "sensor", "Sensors"],
  ["Stepper motor 28BYJ-48", "28BYJ-48", "步进电机"],
  ["28BYJ", "", "步进电机"],
  ["AC/DC adapter", "ACDC-5", "Power"],
  ["DC motor (AC)", "", "Power"],
];

const SEARCHES = [
  "杜",
  "杜邦",
  "杜邦线",
  "線",
  "コネ",
  "テスト",
  "ﾃｽﾄ",
  "café",
  "CAFE",
  "cafe\u0301",
  "é",
  "strasse",
  "STRAßE",
  "ß",

  "ω",
  "kω",
  "μsd",
  "istanbul",
  "%",
  "100%",
  "_",
  "a_b",
  "\\",
  "/",
  "'",
  "it's",
  '"',
  "`",
  ";",
  "--",
  "a",
  "A ",
  " a",

  "aa",
  "zebra a",
  "x".repeat(100),
  "x".repeat(150),
  "spaced out",
  "spaced  out",
  "tab bed",
  "🔌",
  "filter",
  "viii",
  "",
  " ",

  "wire",
  "WIRE red",
  "red WIRE",
  "wire wire",
  "dupont wire",
  "wire 20 dupont",
  "dp-40",
  "DP 40",
  "40",
  "ws",
  "res",
  "resistances",
  "sensor",
  "sensors temp",
  "28byj-48",
  "byj",
  "电机 28",
  "步进电机",
  "ac/dc",
  "/dc",
  "dc ac",
  "(ac)",
  "r/w",

  "sensro",
  "sesor",
  "sennsor",
  "sensoe",
  "temprature senser",
  "wirr",
  "resisror 10",
  "nothing like it",
];

describe("a search", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    const parts = PARTS.map(([name, model, category]) => ({ name, model, category }));
    const data = [...NAMES.map((name) => ({ name })), ...parts].map((row) => ({ ...row, price: 10_000n }));
    await server.deps.db.product.createMany({ data });
    await server.deps.catalogue.drop();
  });
  afterAll(() => server.close());

  // One file for every database: where two of them disagree, one of the runs fails.
  it("finds the same in the same order on every database", async () => {
    const query = `query ($text: String!) {
      inNames: products(filter: { nameContains: $text }, first: 100) { ...names }
      best: products(filter: { search: $text }, orderBy: { field: RELEVANCE }, first: 100) { ...names }
      byName: products(filter: { search: $text }, orderBy: { field: NAME }, first: 100) { ...names }
    }
    fragment names on ProductConnection { totalCount edges { node { name } } }`;
    const found: Record<string, Record<string, string[]>> = {};
    const names = (products: { name: string }[]) => products.map(({ name }) => name);
    const nodes = ({ edges, totalCount }: { edges: { node: { name: string } }[]; totalCount: number }) => {
      expect(totalCount).toBe(edges.length);
      return names(edges.map(({ node }) => node));
    };
    for (const text of SEARCHES) {
      const { inNames, best, byName } = dataOf(await server.graphql(query, { text }));
      found[text] = { inNames: nodes(inNames), best: nodes(best) };
      // The same ones: only a search for nothing in particular is all of them, in orders of their own.
      expect(nodes(byName).sort()).toEqual(nodes(best).sort());
    }
    await expect(`${JSON.stringify(found, null, 2)}\n`).toMatchFileSnapshot("search.golden.json");
  });
});
