import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { noConcern } from "../../src/audit/concern.ts";
import { nameColumns } from "../../src/auth/accounts.ts";
import type { Passwords } from "../../src/auth/passwords.ts";
import { signInWithPassword } from "../../src/auth/sign-in.ts";
import { doors } from "../../src/doors.ts";
import { StoreUnavailable } from "../../src/stores/store.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { administrator, codeOf, dataOf, login, newcomer, PASSWORD, type Person, signIn } from "./support.ts";

const NEW_PASSWORD = "quite another battery";

const CHANGE = "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) }";
const UPDATE = "mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }";
const REFRESH = "mutation ($token: String) { refreshSession(refreshToken: $token) { accessToken } }";

describe("a session is worth what the credentials are that it began under", () => {
  let server: TestServer;
  let person: Person;

  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    person = await newcomer(server);
  });

  const me = (accessToken: string) => server.graphql("{ me { id } }", {}, accessToken);
  const refresh = (token: string) => server.graphql(REFRESH, { token });
  const update = (admin: Person, id: string, input: Record<string, unknown>) =>
    server.graphql(UPDATE, { id, input }, admin.accessToken);
  const change = () =>
    server.graphql(CHANGE, {
      input: { email: person.email, currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
    });

  /** What signs somebody in, with some of it replaced. */
  const partsWith = (replaced: object) => ({
    ...server.deps,
    door: doors(server.deps.config).graphql,
    client: { ip: "127.0.0.1", userAgent: "" },
    concern: noConcern(),
    whoAsks: async () => ({ kind: "anonymous" as const }),
    ...replaced,
  });

  it("and does not begin when the password changes while a login waits for its hash", async () => {
    const { passwords } = server.deps;
    const checked = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const slow: Passwords = {
      ...passwords,
      verify: async (hash, password) => {
        const matches = await passwords.verify(hash, password);
        checked.resolve();
        await released.promise;
        return matches;
      },
    };
    const thief = signInWithPassword(partsWith({ passwords: slow }), { account: person.email, password: PASSWORD });
    await checked.promise;
    dataOf(await change());
    released.resolve();
    await expect(thief).rejects.toMatchObject({ code: "INVALID_CREDENTIALS" });
    expect(await server.deps.sessions.list(Number(person.id))).toEqual([]);
  });

  it("and is worth nothing when the password changes just before it is kept", async () => {
    const { sessions } = server.deps;
    const late: typeof sessions = {
      ...sessions,
      start: async (...given) => {
        dataOf(await change());
        return sessions.start(...given);
      },
    };
    const { tokens } = await signInWithPassword(partsWith({ sessions: late }), {
      account: person.email,
      password: PASSWORD,
    });
    expect(codeOf(await me(tokens.accessToken))).toBe("SESSION_ENDED");
    expect(codeOf(await refresh(tokens.refreshToken ?? ""))).toBe("REFRESH_REJECTED");
    // A renewal that is refused takes the session along.
    expect(await sessions.list(Number(person.id))).toEqual([]);
  });

  it("and ends though the store goes away between the commit and the ending", async () => {
    const away = vi.spyOn(server.deps.store.sessions, "endAll").mockRejectedValue(new StoreUnavailable("away"));
    try {
      expect(dataOf(await change()).changePassword).toBe(true);
    } finally {
      away.mockRestore();
    }
    expect(await server.deps.sessions.list(Number(person.id))).toHaveLength(1);
    const answer = await me(person.accessToken);
    expect([answer.status, codeOf(answer)]).toEqual([401, "SESSION_ENDED"]);
    expect(codeOf(await refresh(person.refreshToken))).toBe("REFRESH_REJECTED");
    await signIn(server, person.email, NEW_PASSWORD);
  });

  it("and is nobody else's, though a restored backup gives the account's number anew", async () => {
    const { db, accounts } = server.deps;
    const id = Number(person.id);
    await db.user.delete({ where: { id } });
    const email = freshEmail();
    await db.user.create({ data: { id, ...nameColumns({ email, username: email.replace("@", ".") }) } });
    await accounts.drop(id);
    expect(codeOf(await me(person.accessToken))).toBe("SESSION_ENDED");
    expect(codeOf(await refresh(person.refreshToken))).toBe("REFRESH_REJECTED");
  });

  it("and ends with a demotion", async () => {
    const admin = await administrator(server);
    dataOf(await update(admin, person.id, { isAdmin: true }));
    expect(dataOf(await me(person.accessToken)).me.id).toBe(person.id);
    dataOf(await update(admin, person.id, { isAdmin: false }));
    expect(codeOf(await me(person.accessToken))).toBe("SESSION_ENDED");
  });

  it("and goes on when an administrator sets the password to what it was, or changes something else", async () => {
    const admin = await administrator(server);
    dataOf(await update(admin, person.id, { password: PASSWORD, firstName: "Ada", isActive: true, isAdmin: false }));
    expect(dataOf(await me(person.accessToken)).me.id).toBe(person.id);
    dataOf(await refresh(person.refreshToken));
  });

  it("and goes on for an administrator who sets a new password for themselves, in that session alone", async () => {
    const admin = await administrator(server);
    const elsewhere = await signIn(server, admin.email);
    dataOf(await update(admin, admin.id, { password: NEW_PASSWORD }));
    expect(dataOf(await me(admin.accessToken)).me.id).toBe(admin.id);
    dataOf(await refresh(admin.refreshToken));
    expect(codeOf(await me(elsewhere.accessToken))).toBe("SESSION_ENDED");
    expect(codeOf(await login(server, admin.email))).toBe("INVALID_CREDENTIALS");
  });

  it("and one of two password changes at once wins", async () => {
    const answers = await Promise.all([change(), change(), change()]);
    expect(answers.map((answer) => codeOf(answer) ?? "changed").sort()).toEqual([
      "WRONG_PASSWORD",
      "WRONG_PASSWORD",
      "changed",
    ]);
  });

  it("and begins only once the login is in the history", async () => {
    const create = vi.spyOn(server.deps.store.sessions, "create").mockRejectedValue(new StoreUnavailable("away"));
    const rows = () => server.deps.db.loginAttempt.count({ where: { userId: Number(person.id), outcome: "SUCCESS" } });
    const before = await rows();
    try {
      expect(codeOf(await login(server, person.email))).toBe("UNAVAILABLE");
    } finally {
      create.mockRestore();
    }
    expect(await rows()).toBe(before + 1);
  });
});

describe("a session's life", () => {
  it("ends after SESSION_MAX_SECONDS, however often it is renewed", async () => {
    const server = await startServer({ DEMO_DATA: "off", REFRESH_TTL_SECONDS: "600", SESSION_MAX_SECONDS: "1500" });
    try {
      let { refreshToken } = await newcomer(server);
      const renew = () =>
        server.graphql("mutation ($token: String) { refreshSession(refreshToken: $token) { refreshToken } }", {
          token: refreshToken,
        });
      for (let renewals = 0; renewals < 2; renewals += 1) {
        server.advance(590_000);
        ({ refreshToken } = dataOf(await renew()).refreshSession);
      }
      server.advance(330_000);
      expect(codeOf(await renew())).toBe("REFRESH_REJECTED");
    } finally {
      await server.close();
    }
  });
});
