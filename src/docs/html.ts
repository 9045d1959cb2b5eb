import type { Language } from "../problems.ts";

/** Text that is HTML already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Part[];

/** HTML with texts in it, which are escaped; lists are put one behind the other. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(texts.map((text, n) => text + (n < parts.length ? written(parts[n] ?? "") : "")).join(""));

function written(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(written).join("");
  return String(part)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A text in which code stands between backticks. */
export const withCode = (text: string): readonly (string | Html)[] =>
  text.split("`").map((part, n) => (n % 2 === 1 ? html`<code>${part}</code>` : part));

interface PageParts {
  readonly title: string;
  readonly language?: Language;
  /** Addresses of scripts of this server, in the order in which they run. */
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
  /** Beside the links to the other pages. */
  readonly beside?: Html;
  readonly main: Html;
  /** The path of the page itself. */
  readonly path: string;
}

const LINKS = [
  ["/docs", { en: "Reference", zh: "接口参考" }],
  ["/docs/moving", { en: "Moving to GraphQL", zh: "迁移到 GraphQL" }],
  ["/api/v2", { en: "/api/v2", zh: "/api/v2" }],
] as const;

/** A whole page in the style of all pages of this server. */
export function pageOf({ title, language = "en", scripts = [], styles = [], beside, main, path }: PageParts): string {
  return html`<!doctype html>
    <html lang="${language === "zh" ? "zh-CN" : "en"}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="/favicon.svg" />
        <link rel="stylesheet" href="/pages/style.css" />
        ${styles.map((address) => html`<link rel="stylesheet" href="${address}" />`)}
        ${scripts.map((address) => html`<script src="${address}" defer></script>`)}
      </head>
      <body>
        <header>
          <a class="brand" href="/"><img src="/favicon.svg" alt="" />The storefront API</a>
          <nav aria-label="${language === "zh" ? "页面" : "Pages"}">
            ${LINKS.map(([address, name]) => html`<a href="${address}" ${address === path ? html` aria-current="page"` : ""}>${name[language]}</a>`)}
          </nav>
          ${beside ?? ""}
        </header>
        <main>${main}</main>
      </body>
    </html> `.text;
}
