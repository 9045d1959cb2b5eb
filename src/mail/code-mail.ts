import { escapeHtml } from "./html.ts";
import type { Mail } from "./mail.ts";

/** What the two languages say of each thing that a code is good for: a purpose without words does not compile. */
const purposes = {
  register: {
    chinese: { title: "注册验证码", use: "请用以下验证码完成注册：" },
    english: { title: "Registration code", use: "Use this code to finish registering:" },
  },
  // These codes also set a forgotten password anew.
  "sign-in": {
    chinese: { title: "登录验证码", use: "请用以下验证码登录或重设密码：" },
    english: { title: "Sign-in code", use: "Use this code to sign in or to reset your password:" },
  },
} as const satisfies Record<string, Record<"chinese" | "english", Pick<Words, "title" | "use">>>;

export interface CodeMailInput {
  readonly to: string;
  readonly code: string;
  /** What the code is good for. */
  readonly purpose: keyof typeof purposes;
  /** For how long the code works, and so for how long delivering the mail makes sense. */
  readonly minutes: number;
}

interface Words {
  readonly title: string;
  readonly use: string;
  readonly life: string;
  readonly ignore: string;
}

// The code stays out of the subject: mail servers log subjects, and locked phones show them.
const chinese = (purpose: CodeMailInput["purpose"], minutes: number): Words => ({
  ...purposes[purpose].chinese,
  life: `${minutes} 分钟内有效，只能使用一次。请勿告诉任何人。`,
  ignore: "如果这不是您本人的操作，请忽略此邮件，您无需做任何事。",
});

const english = (purpose: CodeMailInput["purpose"], minutes: number): Words => ({
  ...purposes[purpose].english,
  life: `It is valid for ${minutes} ${minutes === 1 ? "minute" : "minutes"} and works once. Never share it.`,
  ignore: "If you did not ask for it, ignore this mail; there is nothing you need to do.",
});

/** The mail that carries a one-time code, in Chinese and English, as plain text and as HTML that loads nothing. */
export function codeMail({ to, code, purpose, minutes }: CodeMailInput): Mail {
  const zh = chinese(purpose, minutes);
  const en = english(purpose, minutes);
  return {
    to,
    subject: `${zh.title} / ${en.title}`,
    text: [zh, en].map((words) => plain(words, code)).join("\n\n--------\n\n") + "\n",
    html: page(zh, en, code),
    expiresAt: Date.now() + minutes * 60_000,
  };
}

function plain(words: Words, code: string): string {
  return `${words.use}\n\n    ${code}\n\n${words.life}\n${words.ignore}`;
}

// Colours stand inline for readers that drop <style>; the dark ones need !important to win over them.
const style = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .page { background: #16181d !important; }
    .card { background: #22252c !important; border-color: #363a44 !important; color: #e8eaee !important; }
    .code { background: #16181d !important; color: #ffffff !important; }
    .faint { color: #a3a9b5 !important; }
  }`;

const fonts = "-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif";
const mono = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";

function page(zh: Words, en: Words, code: string): string {
  const faint = `class="faint" style="margin:0;font-size:13px;line-height:1.6;color:#5c6370"`;
  const card = [
    "max-width:440px;margin:0 auto;padding:28px",
    "background:#ffffff;border:1px solid #e3e5e9;border-radius:12px;color:#1c1f26",
  ].join(";");
  const digits = [
    "margin:0 0 20px;padding:16px 8px;background:#f3f4f6;border-radius:8px;color:#0b0d12;text-align:center",
    `font-family:${mono};font-size:36px;font-weight:700;line-height:1.2;letter-spacing:6px`,
    "-webkit-user-select:all;user-select:all",
  ].join(";");
  // `format-detection` keeps phones from taking the digits for a number to call.
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${escapeHtml(`${zh.title} / ${en.title}`)}</title>
<style>${style}
</style>
</head>
<body class="page" style="margin:0;padding:24px 12px;background:#f3f4f6;font-family:${fonts}">
<div class="card" style="${card}">
<p style="margin:0 0 4px;font-size:16px;line-height:1.5">${escapeHtml(zh.use)}</p>
<p lang="en" style="margin:0 0 20px;font-size:16px;line-height:1.5">${escapeHtml(en.use)}</p>
<p class="code" style="${digits}">${escapeHtml(code)}</p>
<p ${faint}>${escapeHtml(zh.life)}</p>
<p ${faint}>${escapeHtml(zh.ignore)}</p>
<div style="height:12px"></div>
<p lang="en" ${faint}>${escapeHtml(en.life)}</p>
<p lang="en" ${faint}>${escapeHtml(en.ignore)}</p>
</div>
</body>
</html>
`;
}
