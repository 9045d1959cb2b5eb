import { expect, test } from "vitest";
import { startServer } from "../fixtures/server.ts";

const ALIASES = 14;

test("a query that asks for long texts under many names is refused before it has filled the memory", async () => {
  const server = await startServer({ DEMO_DATA: "off" });
  try {
    const { db } = server.deps;
    const long = "x".repeat(100_000);
    const product = { name: "Long", price: 1n, nameKey: "long" };
    await db.product.createMany({ data: Array.from({ length: 50 }, () => ({ ...product, description: long })) });
    const ask = async (fields: string): Promise<{ text: string; codes: unknown[] }> => {
      const query = `{ products(first: 50) { edges { node { ${fields} } } } }`;
      const { text } = await server.send("POST", "/graphql", { body: { query } });
      const { errors = [] }: { errors?: { extensions: { code: string } }[] } = JSON.parse(text);
      return { text, codes: errors.map(({ extensions }) => extensions.code) };
    };
    const once = await ask("description");
    expect(once.codes).toEqual([]);
    expect(once.text.length).toBeGreaterThan(5_000_000);
    const often = await ask(Array.from({ length: ALIASES }, (_, i) => `d${i}: description`).join(" "));
    expect(often.codes).toContain("QUERY_TOO_COMPLEX");
    expect(often.text.length).toBeLessThan(1_000_000);
  } finally {
    await server.close();
  }
});
