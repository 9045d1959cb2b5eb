import argon2 from "argon2";
import { describe, expect, it, vi } from "vitest";
import type { Answer } from "../fixtures/server.ts";
import {
  expectRefusal,
  graphql,
  limitedServer,
  limitOf,
  type LoginDoor,
  loginDoors,
  member,
  MINUTE,
  PASSWORD,
} from "./support.ts";

const server = limitedServer();
const sessionsOf = async (id: number) => (await server().deps.sessions.list(id)).length - 1; // the first is the fixture's
const doorOf = (n: number): LoginDoor => {
  const door = loginDoors[n % loginDoors.length];
  if (door === undefined) throw new Error("no such door");
  return door;
};
const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status);

describe("ten logins a minute", () => {
  it("are ten through all doors together", async () => {
    const caller = await member(server());
    const answers: Answer[] = [];
    for (let n = 0; n < 10; n += 1) {
      answers.push(await doorOf(n).login(server(), caller, caller.email));
    }
    expect(statuses(answers)).toEqual(Array.from(answers, (_, n) => doorOf(n).status));
    expect(answers.map((answer) => limitOf(answer).remaining)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    for (const { shape, login } of loginDoors) {
      expectRefusal(await login(server(), caller, caller.email), shape, 10);
    }
    expect(await sessionsOf(caller.id)).toBe(10);
    server().advance(MINUTE);
    for (const { status, login } of loginDoors) {
      expect((await login(server(), caller, caller.email)).status).toBe(status);
    }
  });

  it("are ten of 200 at once", async () => {
    const caller = await member(server());
    const tries = Array.from({ length: 200 }, (_, n) => doorOf(n).login(server(), caller, caller.email));
    const seen = statuses(await Promise.all(tries));
    expect(seen.filter((status) => status === 200 || status === 201)).toHaveLength(10);
    expect(seen.filter((status) => status === 429)).toHaveLength(190);
    expect(await sessionsOf(caller.id)).toBe(10);
  });

  it("count whether they succeed or not, and whoever is meant", async () => {
    const [one, two] = [await member(server()), await member(server())];
    const answers: Answer[] = [];
    for (let n = 0; n < 11; n += 1) {
      const { email } = n % 2 === 0 ? one : two;
      answers.push(await doorOf(0).login(server(), one, email, n % 3 === 0 ? PASSWORD : "wrong"));
    }
    expect(statuses(answers)).toEqual([200, 401, 401, 200, 401, 401, 200, 401, 401, 200, 429]);
  });

  it("hash nothing when they are refused", async () => {
    const caller = await member(server());
    const verify = vi.spyOn(argon2, "verify");
    try {
      for (let n = 0; n < 8; n += 1) for (const { login } of loginDoors) await login(server(), caller, caller.email);
      expect(verify).toHaveBeenCalledTimes(10);
    } finally {
      verify.mockRestore();
    }
  });
});

describe("aliases in one document", () => {
  const aliased = (count: number, field: string) =>
    Array.from({ length: count }, (_, n) => `a${n}: ${field}`).join(" ");

  it("are one login each, so that twelve are stopped after ten", async () => {
    const caller = await member(server());
    const field = `login(input: { account: "${caller.email}", password: "${PASSWORD}" }) { accessToken }`;
    const answer = await graphql(server(), caller, `mutation { ${aliased(12, field)} }`);
    // A login is never null, so the first refusal takes the whole answer along, and the twelfth is not even tried. The
    // ten sessions were started all the same.
    expect(answer.json.data).toBeNull();
    expect(answer.json.errors[0].path).toEqual(["a10"]);
    expectRefusal(answer, "graphql", 10);
    expect(await sessionsOf(caller.id)).toBe(10);
  });

  it("all get what they ask for as long as the limit lasts", async () => {
    const caller = await member(server());
    const field = `login(input: { account: "${caller.email}", password: "${PASSWORD}" }) { accessToken }`;
    const answer = await graphql(server(), caller, `mutation { ${aliased(10, field)} }`);
    expect(answer.json.errors).toBeUndefined();
    expect(Object.keys(answer.json.data)).toHaveLength(10);
    expect(limitOf(answer)).toMatchObject({ limit: 10, remaining: 0 });
  });

  it("leave the others their data where a field may be null", async () => {
    const caller = await member(server());
    const hundred = `{ ${aliased(100, 'product(id: "1") { id }')} }`;
    for (let n = 0; n < 11; n += 1) await graphql(server(), caller, hundred);
    const answer = await graphql(
      server(),
      caller,
      `{ ${aliased(103, 'product(id: "1") { id }')} categories { name } }`,
    );
    expect(answer.json.data.categories).toEqual([]);
    const refused = answer.json.errors.map(({ path, extensions }: Answer["json"]) => [path[0], extensions.code]);
    expect(refused).toEqual(["a100", "a101", "a102"].map((alias) => [alias, "RATE_LIMITED"]));
    expect(limitOf(answer)).toMatchObject({ limit: 1200, remaining: 0 });
  });

  it("through a fragment count as well", async () => {
    const caller = await member(server());
    const query = `query { ...Three } fragment Three on Query { ${aliased(3, "categories { name }")} }`;
    expect(limitOf(await graphql(server(), caller, query))).toMatchObject({ limit: 1200, remaining: 1197 });
  });
});
