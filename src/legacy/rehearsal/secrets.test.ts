import { describe, expect, it } from "vitest";
import type { RawExchange } from "./secrets.ts";
import { presentable, Vault, withoutSecrets } from "./secrets.ts";

type Parts = { readonly request?: Partial<RawExchange["request"]>; readonly answer?: Partial<RawExchange["answer"]> };

const exchange = ({ request, answer }: Parts): RawExchange => ({
  client: "c1",
  at: "2026-01-01T00:00:00.000Z",
  route: "POST /users/login",
  request: { method: "POST", target: "/users/login", headers: {}, body: { kind: "none" }, ...request },
  answer: { status: 200, headers: {}, cookies: [], body: { kind: "none" }, ...answer },
});
const json = (value: unknown) => ({ kind: "json", value }) as const;
const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

describe("what reaches the disk", () => {
  it("has variables in place of passwords, codes, tokens and cookies, the same for the same", () => {
    const vault = new Vault();
    const first = withoutSecrets(
      exchange({
        request: {
          headers: {
            authorization: `Bearer ${TOKEN}`,
            cookie: `theme=dark; access_token=Bearer%20${TOKEN}; sid=private`,
          },
          body: json({ account: "ann@example.com", password: "correct horse", code: "123456" }),
        },
        answer: {
          cookies: [`access_token=Bearer other.${TOKEN}; HttpOnly; Max-Age=1800`],
          body: json({ code: 200, data: { refresh_token: "refresh-me", username: "ann" } }),
        },
      }),
      vault,
    );
    expect(first.request.headers).toEqual({
      authorization: "Bearer {{token:1}}",
      cookie: "access_token=Bearer%20{{token:1}}",
    });
    expect(first.request.body).toEqual(
      json({ account: "ann@example.com", password: "{{password:1}}", code: "{{code:1}}" }),
    );
    expect(first.answer.cookies).toEqual(["access_token=Bearer {{token:2}}; HttpOnly; Max-Age=1800"]);
    expect(first.answer.body).toEqual(json({ code: 200, data: { refresh_token: "{{token:3}}", username: "ann" } }));

    const next = exchange({ request: { body: json({ refresh_token: "refresh-me", password: "short" }) } });
    expect(withoutSecrets(next, vault).request.body).toEqual(
      json({ refresh_token: "{{token:3}}", password: "{{short password:1}}" }),
    );
  });

  it("has none where a server repeats what it was sent", () => {
    const clean = withoutSecrets(
      exchange({
        request: { target: "/users/login?token=a%20secret&page=2", body: json({ password: "correct horse" }) },
        answer: {
          body: json({ detail: [{ loc: ["body"], msg: "no: correct horse!", input: { password: "correct horse" } }] }),
        },
      }),
      new Vault(),
    );
    expect(clean.request.target).toBe("/users/login?token={{token:1}}&page=2");
    expect(JSON.stringify(clean)).not.toMatch(/correct horse|a%20secret/);
  });

  it("keeps what page scripts send for tokens that they do not have", () => {
    for (const authorization of ["", "null", "undefined", "Bearer", "Bearer undefined", "bearer null"]) {
      const clean = withoutSecrets(exchange({ request: { headers: { authorization } } }), new Vault());
      expect(clean.request.headers["authorization"]).toBe(authorization);
    }
    const basic = exchange({ request: { headers: { authorization: "Basic YW5uOnNlY3JldA==" } } });
    expect(withoutSecrets(basic, new Vault()).request.headers["authorization"]).toBe("Basic {{secret:1}}");
  });

  it("knows whether a page was the server's own, and leaves out who the client was", () => {
    const headers = {
      host: "old.example",
      origin: "https://old.example",
      "user-agent": "okhttp/4.9",
      "x-forwarded-for": "10.0.0.1",
    };
    const clean = withoutSecrets(exchange({ request: { headers } }), new Vault());
    expect(clean.request.headers).toEqual({ origin: "{{origin}}" });
  });
});

it("what the target has answered is shown without its secrets", () => {
  expect(presentable({ data: { refresh_token: "abc", name: "Ann" }, text: `Bearer ${TOKEN}` })).toEqual({
    data: { refresh_token: "{{token}}", name: "Ann" },
    text: "Bearer {{token}}",
  });
});
