import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { graphql, login, me, register, send } from "./client.ts";
import { end, type Shop, run, SLOWLY, start, migratedFolder } from "../fixtures/process.ts";
import { freePort } from "../fixtures/port.ts";
import { eventually } from "../fixtures/waiting.ts";

const PASSWORD = "hunter2-hunter2";
const EMAIL = "ada@example.com";

test("every line is JSON; one tells of each request by the id that its answer carries", SLOWLY, async () => {
  const shop = await start({ DATA_DIR: await migratedFolder(), DEMO_DATA: "off" });
  // Somebody asks for these every few seconds; they have no line.
  for (const part of ["live", "ready"]) expect((await send(`${shop.url}/health/${part}`)).status).toBe(200);
  const answers = [
    await graphql(shop.url, "{ __typename }"),
    await send(`${shop.url}/api/products/product/1?secret=${PASSWORD}`),
    await me(shop.url, "no token"),
    await send(`${shop.url}/nowhere`),
  ];
  const told = await eventually(() => {
    const lines = shop.log().filter(({ msg }) => msg === "answered");
    return lines.length >= answers.length && lines;
  }, "a line for each request");
  expect(new Set(told.map(({ requestId }) => requestId)).size).toBe(answers.length);
  expect(told).toHaveLength(answers.length);
  for (const { headers, status } of answers) {
    const requestId = headers.get("x-request-id");
    expect(requestId).toMatch(/^[\w-]{20,}$/);
    expect(told.filter((line) => line["requestId"] === requestId)).toEqual([
      expect.objectContaining({ status, method: expect.any(String), path: expect.any(String), ms: expect.any(Number) }),
    ]);
  }
  expect(shop.stdout()).not.toContain(PASSWORD);
});

test("each says from which address, and who asked where that was found out", SLOWLY, async () => {
  const proxied = { TRUST_PROXY: "1", DEVELOPMENT_ANYWHERE: "on", DEMO_DATA: "off" };
  const shop = await start({ DATA_DIR: await migratedFolder(), ...proxied });
  await register(shop.url, EMAIL, PASSWORD);
  const { json } = await login(shop.url, EMAIL, PASSWORD);
  const from = async (address: string, path: string) => {
    const headers = { authorization: `Bearer ${json.access_token}`, "x-forwarded-for": `6.6.6.6, ${address}` };
    const answer = await fetch(shop.url + path, { headers });
    await answer.arrayBuffer();
    const id = answer.headers.get("x-request-id");
    return eventually(() => shop.log().find(({ requestId }) => requestId === id), "the line of a request");
  };
  const own = await from("203.0.113.9", "/api/users/me");
  expect(own).toMatchObject({ status: 200, address: "203.0.113.9", account: 1 });
  // For everybody, so that nobody is looked up; the second time the answer is one that was kept.
  for (const address of ["203.0.113.10", "2001:db8::1"]) {
    const open = await from(address, "/api/v2/products");
    expect(open).toMatchObject({ status: 200, address });
    expect(open).not.toHaveProperty("account");
  }
});

test("in a developer's terminal lines are for people", SLOWLY, async () => {
  const env = { DATA_DIR: await migratedFolder(), DEMO_DATA: "off", PORT: await freePort() };
  // `script` gives it a terminal.
  const shop = run(env, ["script", "--quiet", "--return", "--command", `${process.execPath} src/main.ts`, "/dev/null"]);
  await eventually(() => shop.stdout().includes("The shop is open"), "the banner");
  expect((await fetch(`http://127.0.0.1:${env.PORT}/api/products?limit=1`)).status).toBe(200);
  const line = await eventually(() => /^.*GET \/api\/products.*$/m.exec(shop.stdout())?.[0] ?? false, "the line");
  expect(stripVTControlCharacters(line).trim()).toMatch(
    /^\[\d\d:\d\d:\d\d\] INFO: GET \/api\/products 200 in [\d.]+ ms$/,
  );
  expect(line).not.toBe(stripVTControlCharacters(line));
});

test("in production the log is all there is", SLOWLY, async () => {
  const env = { DATA_DIR: await migratedFolder(), NODE_ENV: "production", HOST: "127.0.0.1" };
  const shop = run(env);
  await eventually(() => shop.stdout().includes("the shop is open"), "the line that says so");
  shop.child.kill("SIGTERM");
  expect(await end(shop)).toEqual({ code: 0, signal: null });
  const lines = shop.stdout().trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(["the shop is open", "stopping"]);
});

test(
  "no password, token, code or header in it, whether requests succeed or fail for reasons unforeseen",
  SLOWLY,
  async () => {
    const folder = await migratedFolder();
    const shop = await start({ DATA_DIR: folder, DEMO_DATA: "off", LOG_LEVEL: "trace" });
    const secrets = await useEveryDoor(shop);
    expect(secrets.size).toBeGreaterThan(6);

    const db = new Database(join(folder, "shop.db"));
    db.exec('ALTER TABLE "User" RENAME TO "Elsewhere"');
    db.close();
    const failed = await failAtEveryDoor(shop, [...secrets]);
    const told = await eventually(() => {
      const lines = shop.log().filter(({ level }) => level === 50);
      return lines.length >= failed.length && lines;
    }, "a line for each failure");
    expect(told.map(({ requestId }) => requestId).sort()).toEqual(failed.sort());
    for (const { err } of told) expect(err).toMatchObject({ stack: expect.stringContaining("\n    at ") });

    shop.child.kill("SIGTERM");
    await end(shop);
    // As a word: the six digits of a code may be part of a time by chance.
    const words = new Set(`${shop.stdout()}${shop.stderr()}`.split(/[^\w-]+/));
    for (const secret of [...secrets, PASSWORD, EMAIL]) {
      for (const word of secret.split(/[^\w-]+/)) expect(words, `a part of ${secret}`).not.toContain(word);
    }
  },
);

/** @returns the tokens and codes that went over the wire */
async function useEveryDoor({ url }: Shop): Promise<Set<string>> {
  const secrets = new Set<string>();
  const keep = (...values: string[]) => {
    for (const value of values) secrets.add(value).add(value.split(".").at(-1) ?? value);
  };
  await register(url, EMAIL, PASSWORD);
  const bearer = await login(url, EMAIL, PASSWORD);
  keep(bearer.json.access_token);
  await login(url, EMAIL, `${PASSWORD} wrong`);
  const inline = `mutation { login(input: { account: "${EMAIL}", password: "${PASSWORD}" }) { accessToken refreshToken } }`;
  const { json: tokens } = await graphql(url, inline);
  keep(tokens.data.login.accessToken, tokens.data.login.refreshToken);
  await graphql(url, `mutation { login(input: { account: "${EMAIL}", password: "${PASSWORD}`);

  const email = "grace@example.com";
  await send(`${url}/users/register/precheck`, { email });
  const { json: mails } = await send(`${url}/dev/mail.json`);
  const code = /\b\d{6}\b/.exec(mails[0].text)?.[0] ?? "";
  const verified = await send(`${url}/users/register/verify`, { email, code, password: PASSWORD });
  expect(verified.status).toBe(200);
  keep(verified.json.data.refresh_token, /Bearer (.+?)"?;/.exec(verified.headers.get("set-cookie") ?? "")?.[1] ?? "");
  keep(code);
  return secrets;
}

/** @returns the ids of requests that were answered with a failure of ours */
async function failAtEveryDoor({ url }: Shop, [token = ""]: readonly string[]): Promise<string[]> {
  const inline = `mutation { login(input: { account: "${EMAIL}", password: "${PASSWORD}" }) { accessToken } }`;
  const failures = [
    await login(url, EMAIL, PASSWORD),
    await register(url, "new@example.com", PASSWORD),
    await me(url, token),
    await send(`${url}/users/login`, { account: EMAIL, password: PASSWORD }),
    await graphql(url, inline),
  ];
  return failures.map(({ status, text, headers }) => {
    expect([200, 500], text).toContain(status);
    expect(text).not.toMatch(/prisma|sqlite|Elsewhere|node_modules/i);
    return headers.get("x-request-id") ?? "";
  });
}
