import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import express, { type Request } from "express";
import { describe, expect, it } from "vitest";
import { boundedRequestRate } from "./request-rate.ts";

/** What becomes of a request from an address: nothing, or the error that is passed on. */
function gate(factor: number) {
  let now = 0;
  const handle = boundedRequestRate({ factor, clock: () => now });
  const app = express().set("trust proxy", true);
  const send = (ip: string): unknown => {
    let passed: unknown;
    const message = Object.assign(new IncomingMessage(new Socket()), { app });
    message.headers["x-forwarded-for"] = ip;
    const req: unknown = Object.setPrototypeOf(message, app.request);
    void handle(req as Request, app.response, (error?: unknown) => (passed = error ?? "passed")); // as express() makes it
    return passed;
  };
  return { send, wait: (ms: number) => void (now += ms) };
}

const full = (retryAfter: number) => expect.objectContaining({ code: "RATE_LIMITED", retryAfter });

describe("what a network may ask for in a minute", () => {
  it("is 3,000 requests, and as many again when the minute is over", () => {
    const { send, wait } = gate(1);
    for (let n = 0; n < 3000; n += 1) expect(send("192.0.2.1")).toBe("passed");
    wait(20_000);
    expect(send("192.0.2.1")).toEqual(full(40));
    expect(send("192.0.2.2")).toBe("passed");
    wait(40_000);
    expect(send("192.0.2.1")).toBe("passed");
  });

  it("is shared by a /64, multiplied by the factor, and lifted by 0", () => {
    const { send } = gate(2);
    for (let n = 0; n < 6000; n += 1) expect(send(`2001:db8::${(n % 500).toString(16)}`)).toBe("passed");
    expect(send("2001:db8::ffff")).toEqual(full(60));
    const open = gate(0);
    for (let n = 0; n < 7000; n += 1) expect(open.send("192.0.2.1")).toBe("passed");
  });

  it("is not closed for longer by a clock that is put back", () => {
    const { send, wait } = gate(1);
    for (let n = 0; n < 3001; n += 1) send("192.0.2.1");
    wait(-3_600_000);
    expect(send("192.0.2.1")).toBe("passed");
  });
});
