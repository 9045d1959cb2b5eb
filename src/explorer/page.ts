import type { GraphiQLOptions } from "graphql-yoga";

/** Where the browser finds the parts of GraphiQL. */
export interface Parts {
  readonly script: string;
  readonly style: string;
  readonly boot: string;
  /** By the label under which the editor asks for them. */
  readonly workers: Readonly<Record<string, string>>;
}

/**
 * As strict as GraphiQL allows: its editor puts styles into the page and its icons are fonts in `data:` addresses.
 * Everything else comes from files of this server, so that a script that slips into the page does not run.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src data:",
  "img-src data:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#2456c9" d="M4 4h24l2 8a4.500 4.500 0 0 1-2 4v12H4V16a4.500 4.500 0 0 1-2-4z"/><path fill="#fff" d="M13 19h6v9h-6zM4 11h24v2H4z"/></svg>`;

/** The page that loads GraphiQL. What it embeds is the server's own; no part of it comes from a request. */
export function explorerPage(title: string, parts: Parts, options: GraphiQLOptions): string {
  const settings = inScript({ workers: parts.workers, options: { ...options, title } });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}">
<link rel="stylesheet" href="${parts.style}">
<style>
html, body, #root { height: 100%; margin: 0; }
.waiting { padding: 32px; font: 15px/1.5 system-ui, sans-serif; }
</style>
<script src="${parts.script}" defer></script>
<script src="${parts.boot}" defer></script>
</head>
<body>
<div id="root"><p class="waiting">Loading GraphiQL…</p></div>
<noscript><p class="waiting">GraphiQL needs JavaScript. The API itself does not: send POST requests with JSON here.</p></noscript>
<script id="settings" type="application/json">${settings}</script>
</body>
</html>
`;
}

/** JSON that cannot end the element it stands in. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
