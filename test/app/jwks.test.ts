import { createRemoteJWKSet, jwtVerify } from "jose";
import { expect, it } from "vitest";
import { startServer } from "../fixtures/server.ts";

it("lets another service verify an access token with nothing but the published key", async () => {
  const server = await startServer({ DEMO_DATA: "off" });
  try {
    const account = { email: "ada@example.com", password: "correct horse" };
    await server.send("POST", "/api/users/register", { body: { ...account, first_name: "Ada" } });
    const { json } = await server.send("POST", "/api/users/login", { body: account });
    const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", server.url));
    const { payload, protectedHeader } = await jwtVerify(json.access_token, keys, { issuer: "storefront" });
    expect(protectedHeader.typ).toBe("at+jwt");
    expect(payload.sub).toBe("1");
    expect((await server.send("GET", "/.well-known/jwks.json")).json.keys[0]).not.toHaveProperty("d");
  } finally {
    await server.close();
  }
});
