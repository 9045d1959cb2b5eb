/** The languages that mails are written in, by their tags (BCP 47). */
export type MailLanguage = "zh" | "en";

/** The tags that tell readers of HTML how to speak and to break lines. */
export const htmlLanguages: Readonly<Record<MailLanguage, string>> = { zh: "zh-CN", en: "en" };

/** A mail that nobody has said a language for has both. */
export const BOTH: readonly MailLanguage[] = ["zh", "en"];

/** Both, beginning with the one that somebody prefers. */
export const beginningWith = (preferred: MailLanguage | null): readonly MailLanguage[] =>
  preferred === null ? BOTH : [preferred, ...BOTH.filter((language) => language !== preferred)];
