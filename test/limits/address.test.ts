import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, it, onTestFinished } from "vitest";
import { createApp } from "../../src/app.ts";
import type { Answer, TestServer } from "../fixtures/server.ts";
import { freshEmail, freshIp } from "../fixtures/fresh.ts";
import { call, graphql, limitedServer, limitOf, member, MINUTE, PASSWORD } from "./support.ts";

/** Of somebody else each time: tries of one account from many addresses are limited besides. */
const nobody = () => ({ account: freshEmail(), password: PASSWORD });

const login = (server: TestServer, headers: Record<string, string>): Promise<Answer> =>
  server.send("POST", "/users/login", { body: nobody(), headers });

/** How much of its limit of ten each try left, in their order; -1: it was refused. */
async function left(server: TestServer, headers: readonly Record<string, string>[]): Promise<number[]> {
  const seen: number[] = [];
  for (const each of headers) {
    const answer = await login(server, each);
    seen.push(answer.status === 429 ? -1 : limitOf(answer).remaining);
  }
  server.advance(MINUTE);
  return seen;
}

const forwardedFor = (...values: string[]) => values.map((value) => ({ "x-forwarded-for": value }));
const DOWN_TO_A_REFUSAL = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, -1];

describe("without TRUST_PROXY", () => {
  const server = limitedServer({ TRUST_PROXY: "" });

  it.each(["X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP"])(
    "a forged %s changes nothing",
    async (name) => {
      const forged = DOWN_TO_A_REFUSAL.map(() => ({ [name]: name === "Forwarded" ? `for=${freshIp()}` : freshIp() }));
      expect(await left(server(), forged)).toEqual(DOWN_TO_A_REFUSAL);
    },
  );
});

describe("with TRUST_PROXY=1", () => {
  const server = limitedServer({ TRUST_PROXY: "1" });

  it("counts the address that the proxy saw, whatever the client put before it", async () => {
    const forged = DOWN_TO_A_REFUSAL.map(() => `${freshIp()}, 198.51.100.7`);
    expect(await left(server(), forwardedFor(...forged))).toEqual(DOWN_TO_A_REFUSAL);
  });

  it("tells clients behind the proxy apart", async () => {
    const headers = forwardedFor("198.51.100.1", "198.51.100.2", "198.51.100.1", "198.51.100.2, 198.51.100.1");
    expect(await left(server(), headers)).toEqual([9, 9, 8, 7]);
  });
});

describe("with TRUST_PROXY=true", () => {
  const server = limitedServer({ TRUST_PROXY: "true" });

  it("counts the first address of the chain", async () => {
    const headers = forwardedFor("198.51.100.1, 10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.2, 10.0.0.1");
    expect(await left(server(), headers)).toEqual([9, 8, 9]);
  });

  it("counts a client once, in whichever way its IPv4 address is written", async () => {
    const ways = ["198.51.100.1", "::ffff:198.51.100.1", "::FFFF:c633:6401", "0:0:0:0:0:ffff:c633:6401"];
    expect(await left(server(), forwardedFor(...ways, "198.51.100.1:4711", "[::ffff:198.51.100.1]:80"))).toEqual([
      9, 8, 7, 6, 5, 4,
    ]);
  });

  it("counts IPv6 clients by their /64, of which each has all", async () => {
    const ways = ["2001:db8:1:2::1", "2001:0DB8:1:2:ffff::", "[2001:db8:1:2::2]:443", "2001:db8:1:2:3:4:5:6"];
    expect(await left(server(), forwardedFor(...ways, "2001:db8:1:3::1", "2001:db8:1::1"))).toEqual([9, 8, 7, 6, 9, 9]);
  });

  it("takes everything that is no address for one and the same client", async () => {
    const headers = forwardedFor("unknown", "_hidden", "x".repeat(5000), "999.1.1.1", "::1::2");
    expect(await left(server(), headers)).toEqual([9, 8, 7, 6, 5]);
  });

  it("keeps the whole address in the history, on the account and in the list of sessions", async () => {
    const { email, id, token } = await member(server());
    const ip = "2001:db8:1:2:aaaa:bbbb:cccc:dddd";
    const signedIn = await call(server(), { ip }, "POST", "/users/login", { account: email, password: PASSWORD });
    expect(signedIn.json.data.ip_address).toBe(ip);
    const query =
      "query ($id: ID!) { loginHistory(userId: $id) { edges { node { ip } } } mySessions { edges { node { ip } } } }";
    const { json } = await graphql(server(), { ip, token }, query, { id });
    expect(json.data.loginHistory.edges).toEqual([{ node: { ip } }]);
    expect(json.data.mySessions.edges.map(({ node }: { node: { ip: string } }) => node.ip)).toContain(ip);
  });
});

describe("with TRUST_PROXY=127.0.0.0/8,10.0.0.0/8", () => {
  const server = limitedServer({ TRUST_PROXY: "127.0.0.0/8,10.0.0.0/8" });

  it("counts the last address that is not one of these proxies", async () => {
    const forged = DOWN_TO_A_REFUSAL.map((_, n) => `${freshIp()}, 198.51.100.7, 10.0.0.${n}`);
    expect(await left(server(), forwardedFor(...forged))).toEqual(DOWN_TO_A_REFUSAL);
  });
});

describe("with TRUST_PROXY=192.0.2.0/24", () => {
  const server = limitedServer({ TRUST_PROXY: "192.0.2.0/24" });

  it("does not listen to others who say that they are a proxy", async () => {
    const forged = DOWN_TO_A_REFUSAL.map(() => freshIp());
    expect(await left(server(), forwardedFor(...forged))).toEqual(DOWN_TO_A_REFUSAL);
  });
});

describe("on a socket for IPv4 and IPv6", () => {
  const server = limitedServer({ TRUST_PROXY: "" });
  const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));

  it.skipIf(!hasIPv6)("an IPv4 client is the same one as on a socket for IPv4", async () => {
    const both = createServer(createApp(server().deps));
    await new Promise<void>((resolve) => both.listen(0, "::", resolve));
    onTestFinished(() => void both.close());
    const { port } = both.address() as AddressInfo; // a server on a TCP port has no other kind
    const at = async (url: string) => {
      const headers = { "content-type": "application/json" };
      const response = await fetch(`${url}/users/login`, { method: "POST", headers, body: JSON.stringify(nobody()) });
      await response.arrayBuffer();
      return Number(response.headers.get("ratelimit-remaining"));
    };
    const viaIPv4 = `http://127.0.0.1:${port}`;
    const seen = [await at(viaIPv4), await at(server().url), await at(viaIPv4), await at(`http://[::1]:${port}`)];
    expect(seen).toEqual([9, 8, 7, 9]);
  });
});
