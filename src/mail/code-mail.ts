import { escapeHtml } from "./html.ts";
import { faint, lead, MONO, page } from "./layout.ts";
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
    html: html(zh, en, code),
    expiresAt: Date.now() + minutes * 60_000,
  };
}

function plain(words: Words, code: string): string {
  return `${words.use}\n\n    ${code}\n\n${words.life}\n${words.ignore}`;
}

function html(zh: Words, en: Words, code: string): string {
  const digits = [
    "margin:0 0 20px;padding:16px 8px;background:#f3f4f6;border-radius:8px;color:#0b0d12;text-align:center",
    `font-family:${MONO};font-size:36px;font-weight:700;line-height:1.2;letter-spacing:6px`,
    "-webkit-user-select:all;user-select:all",
  ].join(";");
  return page(
    `${zh.title} / ${en.title}`,
    `${lead("zh-CN", zh.use)}
${lead("en", en.use)}
<p class="code" style="${digits}">${escapeHtml(code)}</p>
${faint("zh-CN", [zh.life, zh.ignore])}
${faint("en", [en.life, en.ignore])}`,
  );
}
