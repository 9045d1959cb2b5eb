import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { searchKey } from "../../src/database/search-key.ts";
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
];

describe("a search", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    const data = NAMES.map((name, index) => ({ id: index + 1, name, nameKey: searchKey(name), price: 10_000n }));
    await server.deps.db.product.createMany({ data });
    await server.deps.catalogue.drop();
  });
  afterAll(() => server.close());

  // One file for every database: where two of them disagree, one of the runs fails.
  it("finds the same in the same order on every database", async () => {
    const query = `query ($text: String!) {
      best: searchProducts(name: $text) { name }
      byName: products(filter: { search: $text }, orderBy: { field: NAME }, first: 100) { edges { node { name } } }
    }`;
    const found: Record<string, { best: string[]; byName: string[] }> = {};
    for (const text of SEARCHES) {
      const { best, byName } = dataOf(await server.graphql(query, { text }));
      const names = (products: { name: string }[]) => products.map(({ name }) => name);
      found[text] = {
        best: names(best),
        byName: names(byName.edges.map(({ node }: { node: { name: string } }) => node)),
      };
    }
    await expect(`${JSON.stringify(found, null, 2)}\n`).toMatchFileSnapshot("search.golden.json");
  });
});
