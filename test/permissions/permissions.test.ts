import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeAccount, deleteAccount } from "../../src/auth/changes.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { type Answer, startServer, type TestServer } from "../fixtures/server.ts";
import { person } from "../fixtures/person.ts";
import { addProducts } from "../graphql/support.ts";
import { type Caller, callers, print, type Subject, subjects, type Verdict } from "./matrix.ts";
import { requestOf, type World } from "./requests.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ DEMO_DATA: "off", ADMIN_SECOND_FACTOR: "required" });
  // So that nobody here is the last one.
  await person(server, { isAdmin: true });
});
afterAll(() => server.close());

const doorOf = { GraphQL: "graphql", "/api/v2": "rest", bearer: "bearer", envelope: "envelope" } as const;

/** Asks as that caller, about things that no other cell has touched. */
async function ask(subject: Subject, caller: Caller): Promise<Answer> {
  const asking = await person(server, { door: doorOf[subject.door], isAdmin: caller.startsWith("administrator") });
  if (caller === "administrator") {
    await server.deps.db.user.update({ where: { id: asking.id }, data: { secondFactorSince: new Date() } });
  }
  if (caller === "disabled") await changeAccount(server.deps, asking.id, { isActive: false });
  if (caller === "deleted") await deleteAccount(server.deps, asking.id);
  const ownsIt = caller === "owner" || caller === "refresh token";
  const target = ownsIt ? asking : await person(server);
  const [productId = 0] = await addProducts(server, [{ name: "Tea", views: 1 }]);
  const world: World = {
    target,
    targetSession: target.sessionId,
    productId,
    refreshToken: caller === "anonymous" ? "" : asking.refreshToken,
    fresh: freshEmail(),
  };
  const { method, path, body } = requestOf(subject, world);
  const token = caller === "refresh token" ? asking.refreshToken || "no.refresh.token" : asking.accessToken;
  const headers: Record<string, string> = caller === "anonymous" ? {} : { authorization: `Bearer ${token}` };
  return server.send(method, path, { headers, body });
}

/** Codes of refusals that are about who asks, by the status that they have where status means something. */
const REFUSALS: Readonly<Record<string, Verdict>> = {
  UNAUTHENTICATED: "401",
  TOKEN_INVALID: "401",
  TOKEN_EXPIRED: "401",
  SESSION_ENDED: "401",
  ACCOUNT_GONE: "401",
  REFRESH_REJECTED: "401",
  ADMIN_REQUIRED: "403",
  FORBIDDEN: "403",
  SECOND_FACTOR_MISSING: "403",
  SESSION_NOT_FOUND: "404",
};

/** What those are told who may ask, and have not shown or said all that is needed. */
const OWN_RULES = ["CODE_REJECTED", "SECOND_FACTOR_REQUIRED", "SECOND_FACTOR_ON", "WRONG_PASSWORD"];

/** What an answer says about who asked; what else it says is no part of this. */
function verdictOf({ door }: Subject, { status, json, text }: Answer): string {
  if (door === "GraphQL") {
    const [error]: { extensions: { code: string } }[] = json.errors ?? [];
    if (error === undefined || OWN_RULES.includes(error.extensions.code)) return "yes";
    return REFUSALS[error.extensions.code] ?? `${status} ${text}`;
  }
  if (status < 300 || OWN_RULES.includes(json.code) || (status === 400 && text.includes("验证码"))) return "yes";
  return [401, 403, 404].includes(status) ? String(status) : `${status} ${text}`;
}

describe("docs/permissions.md", () => {
  it("is what schema and tables say (`npm run permissions` writes it)", () => {
    expect(readFileSync(new URL("../../docs/permissions.md", import.meta.url), "utf8")).toBe(print());
  });

  it.each(subjects.map((subject) => [subject.door, subject.name, subject] as const))(
    "%s: %s",
    async (_door, _name, subject) => {
      const said: string[] = [];
      for (const caller of callers) said.push(`${caller}: ${verdictOf(subject, await ask(subject, caller))}`);
      expect(said).toEqual(callers.map((caller, i) => `${caller}: ${subject.verdicts[i]}`));
    },
  );
});
