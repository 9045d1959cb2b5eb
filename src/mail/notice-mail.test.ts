import { expect, it } from "vitest";
import { noticeMail } from "./notice-mail.ts";

const at = new Date("2026-03-01T09:30:20Z");
const input = { to: "mei@example.org", kind: "new-network", at, ip: "203.0.113.7", userAgent: "Firefox" } as const;

it("says what has happened, when and from where, in Chinese and English, in both parts", () => {
  const mail = noticeMail(input);
  expect([mail.to, mail.subject]).toEqual([input.to, "新网络登录 / Sign-in from a new network"]);
  for (const part of [mail.text, mail.html]) {
    expect(part).toContain("有人从新的网络登录了您的账户");
    expect(part).toContain("signed in to your account from a new network");
    expect(part.match(/2026-03-01 09:30 UTC, 203\.0\.113\.7, Firefox/g)).toHaveLength(2);
    expect(part).toContain("set a new password with a code");
  }
});

it("tells what has happened apart", () => {
  const kinds = [
    "password-changed",
    "password-ended",
    "address-changed",
    "second-factor-on",
    "second-factor-off",
    "new-network",
  ] as const;
  const mails = kinds.map((kind) => noticeMail({ to: input.to, kind, at }));
  for (const part of ["subject", "text", "html"] as const) {
    expect(new Set(mails.map((mail) => mail[part])).size).toBe(kinds.length);
  }
  expect(mails[0]?.text).toMatch(/\n2026-03-01 09:30 UTC\n/);
});

it("escapes what a client says of itself, shows little of it, and loads nothing", () => {
  const { html, text } = noticeMail({ ...input, userAgent: `<img src=x>${"x".repeat(5000)}` });
  expect(html).toContain("&lt;img src=x&gt;x");
  expect(text.length).toBeLessThan(2000);
  expect(noticeMail(input).html).not.toMatch(/https?:|src=|url\(|@import|<link|<script/i);
});

it("is worth an hour", () => {
  expect(noticeMail(input).expiresAt).toBe(at.getTime() + 3_600_000);
});
