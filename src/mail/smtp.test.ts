import { describe, expect, it } from "vitest";
import { ConfigError } from "../config.ts";
import { poolOptions, smtpSender } from "./smtp.ts";

const timeouts = { connectionMs: 1, greetingMs: 1, socketMs: 1 };
const optionsOf = (url: string, production = false) => poolOptions({ url, production, timeouts });

describe("SMTP_URL", () => {
  it("carries host, port, credentials and TLS options", () => {
    const options = optionsOf(
      "smtps://a%40b:c%2Fd@[::1]:2465?tls.rejectUnauthorized=false&tls.servername=mx.example&name=shop",
    );
    expect(options).toMatchObject({
      host: "::1",
      port: 2465,
      secure: true,
      auth: { user: "a@b", pass: "c/d" },
      tls: { rejectUnauthorized: false, servername: "mx.example" },
      name: "shop",
    });
  });

  it.each([
    "smtp://me:hunter2@host:port",
    "smtp://me:hunter2@",
    "smtp://me:hunter2@host?debug=true",
    "smtp://me:hunter2@host?pool=false",
  ])("is refused without being repeated: %s", (url) => {
    expect(() => optionsOf(url)).toThrow(ConfigError);
    expect(() => optionsOf(url)).toThrow(/^SMTP_URL: (?!.*hunter2)/);
  });

  it.each([
    ["smtp://me:pw@mx.example", true, true],
    ["smtp://me:pw@mx.example", false, false],
    ["smtp://me:pw@mx.example?requireTLS=false", true, false],
    ["smtp://me:pw@mx.example?ignoreTLS=true", true, false],
    ["smtp://me:pw@127.0.0.1", true, false],
    ["smtp://mx.example", true, false],
    ["smtp://mx.example?requireTLS=true", false, true],
  ])("%s (production: %s) insists on STARTTLS: %s", (url, production, required) => {
    expect(optionsOf(url, production).requireTLS).toBe(required);
  });
});

it("refuses a MAIL_FROM without an address", () => {
  const make = (from: string) => smtpSender({ url: "smtp://localhost", from, production: false, timeouts });
  expect(() => make("Storefront")).toThrow(/^MAIL_FROM:/);
  make("Storefront <shop@example.com>").close();
});
