import { escapeHtml } from "./html.ts";
import { BOTH, type MailLanguage } from "./language.ts";
import { faints, leads, MONO, page } from "./layout.ts";
import type { Mail } from "./mail.ts";

/** What the two languages say of each thing that a code is good for: a purpose without words does not compile. */
const purposes = {
  register: {
    zh: { title: "注册验证码", use: "请用以下验证码完成注册：" },
    en: { title: "Registration code", use: "Use this code to finish registering:" },
  },
  // These codes also set a forgotten password anew.
  "sign-in": {
    zh: { title: "登录验证码", use: "请用以下验证码登录或重设密码：" },
    en: { title: "Sign-in code", use: "Use this code to sign in or to reset your password:" },
  },
  "change-address": {
    zh: { title: "邮箱验证码", use: "请用以下验证码将此邮箱设为您账户的邮箱：" },
    en: { title: "Address code", use: "Use this code to make this the e-mail address of your account:" },
  },
} as const satisfies Record<string, Record<MailLanguage, Pick<Words, "title" | "use">>>;

export interface CodeMailInput {
  readonly to: string;
  readonly code: string;
  /** What the code is good for. */
  readonly purpose: keyof typeof purposes;
  /** For how long the code works, and so for how long delivering the mail makes sense. */
  readonly minutes: number;
  /** What the mail is in: whoever asked for the code is who reads it. Null: both languages. */
  readonly language?: MailLanguage | null;
}

interface Words {
  readonly title: string;
  readonly use: string;
  readonly life: string;
  readonly ignore: string;
}

// The code stays out of the subject: mail servers log subjects, and locked phones show them.
const wordsIn: Readonly<Record<MailLanguage, (purpose: CodeMailInput["purpose"], minutes: number) => Words>> = {
  zh: (purpose, minutes) => ({
    ...purposes[purpose].zh,
    life: `${minutes} 分钟内有效，只能使用一次。请勿告诉任何人。`,
    ignore: "如果这不是您本人的操作，请忽略此邮件，您无需做任何事。",
  }),
  en: (purpose, minutes) => ({
    ...purposes[purpose].en,
    life: `It is valid for ${minutes} ${minutes === 1 ? "minute" : "minutes"} and works once. Never share it.`,
    ignore: "If you did not ask for it, ignore this mail; there is nothing you need to do.",
  }),
};

/** The mail that carries a one-time code, as plain text and as HTML that loads nothing. */
export function codeMail({ to, code, purpose, minutes, language = null }: CodeMailInput): Mail {
  const languages = language === null ? BOTH : [language];
  const said = languages.map((each) => [each, wordsIn[each](purpose, minutes)] as const);
  const subject = said.map(([, { title }]) => title).join(" / ");
  return {
    to,
    subject,
    text: said.map(([, words]) => plain(words, code)).join("\n\n--------\n\n") + "\n",
    html: page(languages[0] ?? "en", subject, card(said, code)),
    expiresAt: Date.now() + minutes * 60_000,
  };
}

function plain(words: Words, code: string): string {
  return `${words.use}\n\n    ${code}\n\n${words.life}\n${words.ignore}`;
}

function card(said: readonly (readonly [MailLanguage, Words])[], code: string): string {
  const digits = [
    "margin:0 0 20px;padding:16px 8px;background:#f3f4f6;border-radius:8px;color:#0b0d12;text-align:center",
    `font-family:${MONO};font-size:36px;font-weight:700;line-height:1.2;letter-spacing:6px`,
    "-webkit-user-select:all;user-select:all",
  ].join(";");
  return [
    leads(said.map(([language, { use }]) => [language, use])),
    `<p class="code" style="${digits}">${escapeHtml(code)}</p>`,
    faints(said.map(([language, { life, ignore }]) => [language, [life, ignore]])),
  ].join("\n");
}
