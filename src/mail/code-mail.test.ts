import { describe, expect, it } from "vitest";
import { codeMail } from "./code-mail.ts";

const input = { to: "mei@example.org", code: "482913", purpose: "register", minutes: 5 } as const;

describe("codeMail", () => {
  it("says it in Chinese and English, in both parts", () => {
    const mail = codeMail(input);
    expect(mail.to).toBe(input.to);
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain("482913");
      expect(part).toContain("请用以下验证码完成注册");
      expect(part).toContain("finish registering");
      expect(part).toContain("5 分钟");
      expect(part).toContain("5 minutes");
      expect(part).toContain("忽略此邮件");
      expect(part).toContain("ignore this mail");
    }
  });

  it("tells the purposes apart, and one minute from several", () => {
    const mail = codeMail({ ...input, purpose: "sign-in", minutes: 1 });
    expect(mail.subject).toBe("登录验证码 / Sign-in code");
    expect(mail.text).toContain("重设密码");
    expect(mail.text).toContain("reset your password");
    expect(mail.text).toContain("1 minute ");
  });

  it("keeps the code out of the subject", () => {
    expect(codeMail(input).subject).not.toContain("482913");
  });

  it("expires with the code", () => {
    const before = Date.now();
    const { expiresAt } = codeMail(input);
    expect(expiresAt).toBeGreaterThanOrEqual(before + 300_000);
    expect(expiresAt).toBeLessThanOrEqual(Date.now() + 300_000);
  });

  it("escapes what it is given and loads nothing", () => {
    const { html } = codeMail({ ...input, code: `<img src=x onerror="alert(1)">&'` });
    expect(html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;&#39;");
    expect(codeMail(input).html).not.toMatch(/https?:|src=|url\(|@import|<link|<script/i);
  });

  it("has colours for the dark and lets the code be selected in one go", () => {
    expect(codeMail(input).html).toContain("prefers-color-scheme: dark");
    expect(codeMail(input).html).toContain("user-select:all");
  });
});
