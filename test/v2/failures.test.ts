import { afterEach, describe, expect, it, vi } from "vitest";
import { StoreUnavailable } from "../../src/stores/store.ts";
import { login } from "../graphql/support.ts";
import { told, v2Server } from "./support.ts";

afterEach(() => vi.restoreAllMocks());

describe("a failure", () => {
  const v2 = v2Server();

  it("that nobody foresaw is masked, and logged once with the request's id", async () => {
    const as = await v2.user();
    vi.spyOn(v2.server.deps.sessions, "list").mockRejectedValue(new Error("inside: 10.0.0.7"));
    const answer = await v2.call("GET /sessions", { as });
    const requestId = answer.headers.get("x-request-id");
    expect(answer.json).toEqual({
      type: "about:blank",
      title: "Internal Server Error",
      status: 500,
      detail: "Something went wrong on our side.",
      code: "INTERNAL",
      requestId,
    });
    const lines = v2.server.logged().split("\n");
    const about = lines.filter((line) => line.includes("inside: 10.0.0.7"));
    expect(about).toHaveLength(1);
    expect(JSON.parse(about[0] ?? "")).toMatchObject({ requestId, level: 50 });
  });

  it("before a route's operation runs is masked as well", async () => {
    const as = await v2.user();
    vi.spyOn(v2.server.deps.sessions, "authenticate").mockRejectedValue(new Error("inside"));
    const answer = await v2.call("GET /sessions", { as });
    expect(told(answer)).toBe("500 INTERNAL");
    expect(answer.text).not.toContain("inside");
  });

  it("of the store says when to come back", async () => {
    const as = await v2.user();
    vi.spyOn(v2.server.deps.sessions, "list").mockRejectedValue(new StoreUnavailable("redis://secret"));
    const { json, headers } = await v2.call("GET /sessions", { as });
    expect(json).toEqual({
      type: "about:blank",
      title: "Service Unavailable",
      status: 503,
      detail: "Not available right now; try again shortly.",
      code: "UNAVAILABLE",
      retryAfter: 2,
    });
    expect(headers.get("retry-after")).toBe("2");
  });

  it("names what is missing in a problem of its own", async () => {
    const { json } = await v2.call("GET /products/1");
    expect(json).toEqual({
      type: "about:blank",
      title: "Not Found",
      status: 404,
      detail: "No such product.",
      code: "PRODUCT_NOT_FOUND",
    });
  });
});

describe("a limit", () => {
  const v2 = v2Server({ RATE_LIMITS: "on" });

  it("is counted with the other doors', and told in headers and body", async () => {
    const body = { account: "nobody@example.com", password: "wrong" };
    for (let spent = 1; spent <= 6; spent += 1) {
      const answer = await v2.call("POST /sessions", { body });
      expect(told(answer)).toBe("401 INVALID_CREDENTIALS");
      expect(answer.headers.get("ratelimit-limit")).toBe("10");
      expect(answer.headers.get("ratelimit-remaining")).toBe(String(10 - spent));
    }
    for (let spent = 7; spent <= 10; spent += 1) await login(v2.server, body.account, body.password);
    const full = await v2.call("POST /sessions", { body });
    expect(told(full)).toBe("429 RATE_LIMITED");
    expect(full.headers.get("ratelimit-remaining")).toBe("0");
    expect(full.headers.get("retry-after")).toBe(String(full.json.retryAfter));
    expect(full.json.retryAfter).toBeGreaterThan(0);
  });
});
