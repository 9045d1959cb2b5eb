import { escapeHtml } from "./html.ts";

type Language = "zh-CN" | "en";

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

/** What a mail is about, once in each language. */
export const lead = (language: Language, text: string): string =>
  `<p lang="${language}" style="margin:0 0 ${language === "en" ? 20 : 4}px;font-size:16px;line-height:1.5">${escapeHtml(text)}</p>`;

/** What one may read besides. */
export const faint = (language: Language, texts: readonly string[]): string =>
  texts
    .map(
      (text) =>
        `<p lang="${language}" class="faint" style="margin:0;font-size:13px;line-height:1.6;color:#5c6370">${escapeHtml(text)}</p>`,
    )
    .concat(language === "en" ? [] : '<div style="height:12px"></div>')
    .join("\n");

/** A mail as HTML that loads nothing. @param card what stands in it, as HTML */
export function page(title: string, card: string): string {
  const frame = [
    "max-width:440px;margin:0 auto;padding:28px",
    "background:#ffffff;border:1px solid #e3e5e9;border-radius:12px;color:#1c1f26",
  ].join(";");
  // `format-detection` keeps phones from taking digits for a number to call.
  return `<!doctype html>
<html lang="zh-CN">
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
