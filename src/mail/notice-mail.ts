import { beginningWith, type MailLanguage } from "./language.ts";
import { faints, leads, page } from "./layout.ts";
import type { Mail } from "./mail.ts";

interface Words {
  readonly title: string;
  readonly what: string;
  /** What to do about it when it was somebody else. */
  readonly otherwise: string;
}

const recover = {
  zh: "如果不是您本人操作，请立即用邮箱验证码重设密码。",
  en: "If it was not you, set a new password with a code by mail at once.",
} as const;

/** What has happened to an account, in two languages: a kind without words does not compile. */
const kinds = {
  "password-changed": {
    zh: { title: "密码已更改", what: "您账户的密码已更改，所有设备均已退出登录。", otherwise: recover.zh },
    en: {
      title: "Your password has changed",
      what: "The password of your account has changed, and every device has been signed out.",
      otherwise: recover.en,
    },
  },
  "password-ended": {
    zh: {
      title: "旧密码已失效",
      what: "您已通过验证码证明此邮箱属于您。此前未经验证设置的密码已失效，相关设备均已退出登录。",
      otherwise: "如需密码，请用邮箱验证码重新设置。",
    },
    en: {
      title: "The old password has ended",
      what: "You have proven with a code that this mailbox is yours. A password that was set before without such proof has ended, and its devices have been signed out.",
      otherwise: "To have a password, set a new one with a code by mail.",
    },
  },
  "address-changed": {
    zh: {
      title: "邮箱地址已更改",
      what: "您账户的邮箱地址已更改。",
      otherwise: "如果不是您要求的，请立即联系我们。",
    },
    en: {
      title: "Your e-mail address has changed",
      what: "The e-mail address of your account has changed.",
      otherwise: "If you did not ask for it, contact us at once.",
    },
  },
  "account-deleted": {
    zh: {
      title: "账户已删除",
      what: "您的账户已删除，个人信息已清除，所有设备均已退出登录。",
      otherwise: "如果不是您要求的，请立即联系我们。",
    },
    en: {
      title: "Your account has been deleted",
      what: "Your account has been deleted, your personal data has been erased, and every device has been signed out.",
      otherwise: "If you did not ask for it, contact us at once.",
    },
  },
  "second-factor-on": {
    zh: { title: "两步验证已开启", what: "您账户的两步验证已开启。", otherwise: recover.zh },
    en: {
      title: "Your second factor is on",
      what: "A second factor has been turned on for your account.",
      otherwise: recover.en,
    },
  },
  "second-factor-off": {
    zh: { title: "两步验证已关闭", what: "您账户的两步验证已关闭。", otherwise: recover.zh },
    en: {
      title: "Your second factor is off",
      what: "The second factor of your account has been turned off.",
      otherwise: recover.en,
    },
  },
  "new-network": {
    zh: { title: "新网络登录", what: "有人从新的网络登录了您的账户。", otherwise: recover.zh },
    en: {
      title: "Sign-in from a new network",
      what: "Somebody has signed in to your account from a new network.",
      otherwise: recover.en,
    },
  },
} as const satisfies Record<string, Record<MailLanguage, Words>>;

export type NoticeKind = keyof typeof kinds;

export interface NoticeMailInput {
  readonly to: string;
  readonly kind: NoticeKind;
  readonly at: Date;
  /** From where it was done, and with which program, when that tells the owner something. */
  readonly ip?: string;
  readonly userAgent?: string;
  /** What the mail begins in. */
  readonly language?: MailLanguage | null;
}

/** For how long delivering such a mail makes sense. */
const WORTH_MS = 3_600_000;

/** How much is shown of what a program says of itself. */
const MAX_AGENT = 200;

/**
 * The mail that tells an owner what has happened to the account, as plain text and as HTML. It is always in both languages:
 * it warns of what somebody else may have done, and that one must not choose a language that the owner cannot read.
 */
export function noticeMail({ to, kind, at, ip, userAgent = "", language = null }: NoticeMailInput): Mail {
  const languages = beginningWith(language);
  const said = languages.map((each): readonly [MailLanguage, Words] => [each, kinds[kind][each]]);
  const when = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const from = ip === undefined ? [] : [ip, userAgent.slice(0, MAX_AGENT)].filter((text) => text !== "");
  const facts = [when, ...from].join(", ");
  const subject = said.map(([, { title }]) => title).join(" / ");
  const card = [
    leads(said.map(([each, { what }]) => [each, what])),
    faints(said.map(([each, { otherwise }]) => [each, [facts, otherwise]])),
  ].join("\n");
  return {
    to,
    subject,
    text: said.map(([, { what, otherwise }]) => `${what}\n${facts}\n\n${otherwise}`).join("\n\n--------\n\n") + "\n",
    html: page(languages[0] ?? "en", subject, card),
    expiresAt: at.getTime() + WORTH_MS,
  };
}
