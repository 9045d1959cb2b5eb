import { expect } from "vitest";
import { catalogue } from "../../src/errors.ts";

interface ShownError {
  readonly message: string;
  readonly extensions?: { readonly code?: unknown };
}

/**
 * Holds an answer to the rules for all of them: JSON, each error with a code of the catalogue, nothing of the inside.
 * @param code that of the first error, or `ok`
 */
export async function expectCatalogued(response: Response, code: string): Promise<void> {
  const text = await response.text();
  expect(response.headers.get("content-type")).toMatch(/^application\/(graphql-response\+)?json\b/);
  expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(response.status).toBeLessThan(500);
  const { errors = [] }: { errors?: readonly ShownError[] } = JSON.parse(text);
  expect(errors[0]?.extensions?.code ?? "ok").toBe(code);
  expect(errors.map(({ extensions }) => extensions?.code).filter((each) => !(String(each) in catalogue))).toEqual([]);
  expect(text).not.toMatch(/Unexpected error|<html|node_modules|\.ts:\d|\n? {4}at |prisma|sqlite/i);
}
