import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";

/** Audits that are not to pass, each by its id with the reason why. */
const EXEMPT: Readonly<Record<string, string>> = {};

describe("GraphQL over HTTP", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
  });
  afterAll(() => server.close());

  const audits = serverAudits({ url: () => `${server.url}/graphql` });

  it("has a known suite of audits", () => {
    const ids = audits.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(60);
    expect(ids).toEqual(expect.arrayContaining(Object.keys(EXEMPT)));
  });

  for (const audit of audits) {
    it.skipIf(audit.id in EXEMPT)(`${audit.id}: ${audit.name}`, async () => {
      const result = await audit.fn();
      expect(result.status, "reason" in result ? result.reason : "").toBe("ok");
    });
  }
});
