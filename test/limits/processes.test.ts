import { expect, it } from "vitest";
import { start, temporaryFolder } from "../fixtures/process.ts";

const DOORS = [
  ["/users/login", (account: string, password: string) => ({ account, password })],
  ["/api/users/login", (email: string, password: string) => ({ email, password })],
  ["/api/v2/sessions", (account: string, password: string) => ({ account, password })],
  [
    "/graphql",
    (account: string, password: string) => ({
      query: "mutation ($input: LoginInput!) { login(input: $input) { accessToken } }",
      variables: { input: { account, password } },
    }),
  ],
] as const;

const post = async (url: string, body: unknown): Promise<number> => {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  await response.arrayBuffer();
  return response.status;
};

it(
  "ten of 200 logins at once come through two processes that share a folder, whatever the door",
  { timeout: 120_000 },
  async () => {
    const folder = await temporaryFolder();
    const env = { NODE_ENV: "test", DATA_DIR: folder, DEMO_DATA: "off", RATE_LIMITS: "on", LOG_LEVEL: "warn" };
    const shops = await Promise.all([start(env), start(env)]);
    const [email, password] = ["ada@example.com", "correct horse battery"];
    const [first] = shops;
    expect(await post(`${first?.url}/api/users/register`, { email, password, first_name: "Ada" })).toBe(200);

    const statuses = await Promise.all(
      Array.from({ length: 200 }, (_, n) => {
        const [path, body] = DOORS[n % DOORS.length] ?? DOORS[0];
        return post(`${shops[Math.floor(n / DOORS.length) % shops.length]?.url}${path}`, body(email, password));
      }),
    );
    const count = (...any: number[]) => statuses.filter((status) => any.includes(status)).length;
    expect({ passed: count(200, 201), refused: count(429) }).toEqual({ passed: 10, refused: 190 });
  },
);
