import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail, freshIp } from "../fixtures/fresh.ts";
import { PASSWORD, type Person, person } from "../fixtures/person.ts";
import { type GraphQLAnswer, startServer, type TestServer } from "../fixtures/server.ts";
import { addProducts } from "../graphql/support.ts";
import { call, loginDoors, PASSWORD as LIMITED_PASSWORD } from "../limits/support.ts";
import { fuzz, FUZZING } from "./fuzz.ts";

let server: TestServer;
let administrator: Person;
beforeAll(async () => {
  server = await startServer({ DEMO_DATA: "off" });
  administrator = await person(server, { isAdmin: true });
});
afterAll(() => server.close());

/** An account at the start of a race: with a session, and a code that has been mailed to its owner. */
interface Start {
  readonly one: Person;
  readonly code: string;
}

/** What an act has come to, as far as the model cares. */
interface Outcome {
  readonly done: boolean;
  /** An access token that it gave. */
  readonly token?: string | undefined;
  /** The password that it set. */
  readonly password?: string;
}

interface Act {
  /** Whoever had proven the old credentials is nobody any more, once it is acknowledged. */
  readonly endsSessions: boolean;
  /** Takes the code that was mailed. */
  readonly usesCode?: boolean;
  /** No password signs in afterwards. */
  readonly closesAccount?: boolean;
  /** Its own token was proven by something else than the password, and may be younger than the change. */
  readonly byCode?: boolean;
  run(start: Start): Promise<Outcome>;
}

const asked = (query: string, variables: Record<string, unknown>, token?: string): Promise<GraphQLAnswer> =>
  server.graphql(query, variables, token);

/** Nothing but what the catalogue foresees may come of a race, and never a failure of ours. */
function outcome({ data, errors }: GraphQLAnswer, field: string): Outcome {
  const code = errors?.[0]?.extensions["code"];
  expect(code).not.toBe("INTERNAL");
  expect(code).not.toBe("UNAVAILABLE");
  return { done: errors === undefined, token: data?.[field]?.accessToken };
}

const freshPassword = (): string => `another one ${randomUUID()}`;

const LOGIN = "mutation ($input: LoginInput!) { login(input: $input) { accessToken } }";
const UPDATE = "mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }";

const update = async (id: number, input: Record<string, unknown>): Promise<Outcome> =>
  outcome(await asked(UPDATE, { id: String(id), input }, administrator.accessToken), "updateUser");

const acts: Readonly<Record<string, Act>> = {
  login: {
    endsSessions: false,
    run: async ({ one }) => outcome(await asked(LOGIN, { input: { account: one.email, password: PASSWORD } }), "login"),
  },
  loginWithCode: {
    endsSessions: false,
    usesCode: true,
    byCode: true,
    async run({ one: { email }, code }) {
      const query = "mutation ($input: LoginWithCodeInput!) { loginWithCode(input: $input) { accessToken } }";
      return outcome(await asked(query, { input: { email, code } }), "loginWithCode");
    },
  },
  refresh: {
    endsSessions: false,
    async run({ one }) {
      const query = "mutation ($token: String!) { refreshSession(refreshToken: $token) { accessToken } }";
      return outcome(await asked(query, { token: one.refreshToken }), "refreshSession");
    },
  },
  logoutEverywhere: {
    endsSessions: false,
    run: async ({ one }) => outcome(await asked("mutation { logoutEverywhere }", {}, one.accessToken), "x"),
  },
  changePassword: {
    endsSessions: true,
    async run({ one }) {
      const password = freshPassword();
      const query = "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) }";
      const input = { currentPassword: PASSWORD, newPassword: password };
      return { ...outcome(await asked(query, { input }, one.accessToken), "x"), password };
    },
  },
  recoverPassword: {
    endsSessions: true,
    usesCode: true,
    async run({ one: { email }, code }) {
      const password = freshPassword();
      const query = "mutation ($input: RecoverPasswordInput!) { recoverPassword(input: $input) }";
      return { ...outcome(await asked(query, { input: { email, code, password } }), "x"), password };
    },
  },
  setPassword: {
    endsSessions: true,
    async run({ one }) {
      const password = freshPassword();
      return { ...(await update(one.id, { password })), password };
    },
  },
  rename: { endsSessions: false, run: ({ one }) => update(one.id, { firstName: randomUUID() }) },
  disable: { endsSessions: true, closesAccount: true, run: ({ one }) => update(one.id, { isActive: false }) },
  delete: {
    endsSessions: true,
    closesAccount: true,
    async run({ one }) {
      const query = "mutation ($id: ID!) { deleteUser(id: $id) }";
      return outcome(await asked(query, { id: String(one.id) }, administrator.accessToken), "x");
    },
  },
};

const names = Object.keys(acts);
/** Two or three acts, and how many milliseconds after the first each begins. */
const races = fc.array(fc.tuple(fc.constantFrom(...names), fc.integer({ min: 0, max: 8 })), {
  minLength: 2,
  maxLength: 3,
});

async function prepare(): Promise<Start> {
  const one = await person(server);
  await asked("mutation ($email: String!) { requestSignInCode(email: $email) { expiresIn } }", { email: one.email });
  const mail = server.deps.mailer.outbox?.list().find(({ to }) => to === one.email);
  const code = /\b\d{6}\b/.exec(mail?.text ?? "")?.[0];
  if (code === undefined) throw new Error("No code was mailed");
  return { one, code };
}

const isAlive = async (token: string): Promise<boolean> =>
  (await asked("{ mySessions { edges { node { id } } } }", {}, token)).errors === undefined;

const signsIn = async ({ email }: Person, password: string): Promise<boolean> =>
  (await asked(LOGIN, { input: { account: email, password } })).errors === undefined;

interface Run extends Outcome {
  readonly act: Act;
}

/** No session is older than the last change of credentials. */
async function expectOldSessionsGone({ one }: Start, runs: readonly Run[]): Promise<void> {
  if (!runs.some(({ act, done }) => act.endsSessions && done)) return;
  expect(await isAlive(one.accessToken), "the session from before").toBe(false);
  for (const { act, token } of runs) {
    if (token !== undefined && !act.byCode)
      expect(await isAlive(token), "a session by the old credentials").toBe(false);
  }
}

/** One password signs in: that of an acknowledged change if there was any, else the old one. */
async function expectOnePassword({ one }: Start, runs: readonly Run[]): Promise<void> {
  const changes = runs.flatMap(({ done, password }) => (done && password !== undefined ? [password] : []));
  const isClosed = runs.some(({ act, done }) => act.closesAccount && done);
  const working: string[] = [];
  for (const password of [PASSWORD, ...changes]) if (await signsIn(one, password)) working.push(password);
  if (isClosed) return expect(working, "a closed account").toEqual([]);
  expect(working).toHaveLength(1);
  if (changes.length > 0) expect(changes).toContain(working[0]);
}

describe("of acts at one account that race", () => {
  it("no acknowledged change is lost, and no session is older than the last one", FUZZING, async () => {
    const property = fc.asyncProperty(races, async (race) => {
      const start = await prepare();
      const runs = await Promise.all(
        race.map(async ([name, delay]): Promise<Run> => {
          const act = acts[name];
          if (act === undefined) throw new TypeError(name);
          await sleep(delay);
          return { act, ...(await act.run(start)) };
        }),
      );
      expect(runs.filter(({ act, done }) => act.usesCode && done).length, "uses of one code").toBeLessThanOrEqual(1);
      await expectOldSessionsGone(start, runs);
      await expectOnePassword(start, runs);
    });
    await fuzz("races", property);
  });
});

describe("of requests that come together", () => {
  let limited: TestServer;
  beforeAll(async () => {
    limited = await startServer({ DEMO_DATA: "off", RATE_LIMITS: "on", TRUST_PROXY: "true" });
  });
  afterAll(() => limited.close());

  const registers = async (): Promise<void> => {
    const body = { email: freshEmail(), password: PASSWORD, first_name: "Ada" };
    const answers = await Promise.all(
      [1, 2, 3].map(() => call(server, { ip: freshIp() }, "POST", "/api/users/register", body)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  };

  const writes = async (): Promise<void> => {
    const [id = 0] = await addProducts(server, [{ name: "Lamp" }]);
    const query = "mutation ($id: ID!, $input: UpdateProductInput!) { updateProduct(id: $id, input: $input) { id } }";
    const write = (input: object) => asked(query, { id: String(id), input }, administrator.accessToken);
    const answers = await Promise.all([write({ quantity: 1 }), write({ quantity: 2 }), write({ name: "Lantern" })]);
    expect(answers.map(({ errors }) => errors)).toEqual([undefined, undefined, undefined]);
    const { data } = await asked("query ($id: ID!) { product(id: $id) { name quantity } }", { id: String(id) });
    expect(data.product.name).toBe("Lantern");
    expect([1, 2]).toContain(data.product.quantity);
  };

  const logins = async (doors: readonly number[]): Promise<void> => {
    const caller = { ip: freshIp() };
    const email = freshEmail();
    const ways = doors.flatMap((which) => loginDoors[which] ?? []);
    const answers = await Promise.all(ways.map((door) => door.login(limited, caller, email, LIMITED_PASSWORD)));
    const refused = answers.filter(({ status }) => status === 429).length;
    expect(refused).toBe(Math.max(0, doors.length - 10));
  };

  it("limits let through what they say, one of equal registrations counts, and no write is lost", FUZZING, async () => {
    const many = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 16 });
    await fuzz(
      "limits",
      fc.asyncProperty(many, async (doors) => {
        await Promise.all([logins(doors), registers(), writes()]);
      }),
    );
  });
});
