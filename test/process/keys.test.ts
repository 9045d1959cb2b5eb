import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { graphql, me, register, send } from "./client.ts";
import { end, type Shop, SLOWLY, start, migratedFolder } from "../fixtures/process.ts";

const EMAIL = "ada@example.com";
const PASSWORD = "hunter2-hunter2";
const LOGIN = `mutation { login(input: { account: "${EMAIL}", password: "${PASSWORD}" }) { accessToken refreshToken } }`;
const REFRESH = "mutation ($token: String!) { refreshSession(refreshToken: $token) { accessToken refreshToken } }";

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const partOf = (token: string, index: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString());
const kidOf = (token: string): unknown => partOf(token, 0)["kid"];

async function published({ url }: Shop): Promise<string[]> {
  const { json } = await send(`${url}/.well-known/jwks.json`);
  return json.keys.map(({ kid }: { kid: string }) => kid);
}

async function stop(shop: Shop): Promise<void> {
  shop.child.kill("SIGTERM");
  await end(shop);
}

test("npm run keys -- rotate: a new key signs, and tokens of the old one go on until they end", SLOWLY, async () => {
  const settings = { DATA_DIR: await migratedFolder(), DEMO_DATA: "off" };
  const rotate = async (...flags: string[]) => {
    const env = { PATH: process.env["PATH"], ...settings };
    return promisify(execFile)(process.execPath, ["scripts/keys.ts", "rotate", ...flags], { env });
  };
  const before = await start(settings);
  await register(before.url, EMAIL, PASSWORD);
  const old: Tokens = (await graphql(before.url, LOGIN)).json.data.login;
  const [oldKey] = await published(before);
  expect([kidOf(old.accessToken), kidOf(old.refreshToken)]).toEqual([oldKey, oldKey]);
  // Others who verify access tokens with the published key must take no refresh token for one.
  expect([partOf(old.accessToken, 1)["aud"], partOf(old.refreshToken, 1)["aud"]]).toEqual([
    "storefront",
    "storefront/refresh",
  ]);

  const { stdout } = await rotate();
  const newKey = /^\S+/.exec(stdout)?.[0];
  expect(stdout).toBe(
    `${newKey} signs from the next start of the server on; ${oldKey} is verified until the next rotation.\n`,
  );
  // The process that runs goes on with its own, and publishes what comes.
  expect(await published(before)).toEqual([oldKey, newKey]);
  expect((await me(before.url, old.accessToken)).status).toBe(200);
  await stop(before);

  const after = await start(settings);
  expect(await published(after)).toEqual([newKey, oldKey]);
  expect((await me(after.url, old.accessToken)).status).toBe(200);
  const renewed: Tokens = (await graphql(after.url, REFRESH, { token: old.refreshToken })).json.data.refreshSession;
  expect([kidOf(renewed.accessToken), kidOf(renewed.refreshToken)]).toEqual([newKey, newKey]);
  expect((await me(after.url, renewed.accessToken)).status).toBe(200);
  expect(kidOf((await graphql(after.url, LOGIN)).json.data.login.accessToken)).toBe(newKey);
  await stop(after);

  await expect(rotate()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("--at-once") });
  const { stdout: said } = await rotate("--at-once");
  const last = await start(settings);
  expect(await published(last)).toEqual([/^\S+/.exec(said)?.[0], newKey]);
  expect((await me(last.url, old.accessToken)).status).toBe(401);
  expect((await me(last.url, renewed.accessToken)).status).toBe(200);
});
