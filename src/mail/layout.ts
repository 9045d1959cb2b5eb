import { escapeHtml } from "./html.ts";
import { htmlLanguages, type MailLanguage } from "./language.ts";

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

/** The fonts of codes and addresses. */
export const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";

/** What is said in each language of a mail, in the mail's order. */
type InLanguages<T> = readonly (readonly [MailLanguage, T])[];

/** What a mail is about, once in each language. */
export const leads = (texts: InLanguages<string>): string =>
  texts
    .map(([language, text], i) => {
      const style = `margin:0 0 ${i === texts.length - 1 ? 20 : 4}px;font-size:16px;line-height:1.5`;
      return `<p lang="${htmlLanguages[language]}" style="${style}">${escapeHtml(text)}</p>`;
    })
    .join("\n");

/** What one may read besides. */
export const faints = (texts: InLanguages<readonly string[]>): string =>
  texts
    .map(([language, lines]) => {
      const attributes = `lang="${htmlLanguages[language]}" class="faint" style="margin:0;font-size:13px;line-height:1.6;color:#5c6370"`;
      return lines.map((line) => `<p ${attributes}>${escapeHtml(line)}</p>`).join("\n");
    })
    .join('\n<div style="height:12px"></div>\n');

/** A mail as HTML that loads nothing. @param card what stands in it, as HTML */
export function page(language: MailLanguage, title: string, card: string): string {
  const frame = [
    "max-width:440px;margin:0 auto;padding:28px",
    "background:#ffffff;border:1px solid #e3e5e9;border-radius:12px;color:#1c1f26",
  ].join(";");
  // `format-detection` keeps phones from taking digits for a number to call.
  return `<!doctype html>
<html lang="${htmlLanguages[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${escapeHtml(title)}</title>
<style>${style}
</style>
</head>
<body class="page" style="margin:0;padding:24px 12px;background:#f3f4f6;font-family:${fonts}">
<div class="card" style="${frame}">
${card}
</div>
</body>
</html>
`;
}
