import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createAccount } from "../../src/auth/accounts.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { recordStatements, type Statements } from "../graphql/statements.ts";
import { CODE_SENT, EMAIL_TAKEN, PASSWORD, said } from "./support.ts";

describe("a precheck", () => {
  let statements: Statements;
  let server: TestServer;
  beforeAll(async () => {
    statements = recordStatements();
    server = await startServer({ DEMO_DATA: "off", RATE_LIMITS: "on" });
  });
  afterAll(async () => {
    await server?.close();
    vi.restoreAllMocks();
  });

  /** How often the database was asked for somebody with an address. */
  const lookups = async (email: string, expected: string) => {
    const sql = await statements.during(async () => {
      expect(said(await server.send("POST", "/users/register/precheck", { body: { email } }))).toBe(expected);
    });
    return sql.filter((text) => /\bemailKey\W+ = /.test(text)).length;
  };

  it("asks the database once whether the address is free, though limit and act both have to know", async () => {
    expect(await lookups(freshEmail(), CODE_SENT)).toBe(1);
    const email = freshEmail();
    await createAccount(server.deps, { email, password: PASSWORD, mailboxProven: false, alwaysWithInfo: true });
    expect(await lookups(email, EMAIL_TAKEN)).toBe(1);
    expect(await lookups(email.toUpperCase(), EMAIL_TAKEN)).toBe(1);
  });
});
