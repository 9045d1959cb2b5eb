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

/** The shop, for the tab of the browser and the corner of the page. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" width="26" viewBox="0 0 32 32"><path fill="#d60690" d="M6 4h20l4 9a4.5 4.5 0 0 1-2 3v12H4V16a4.5 4.5 0 0 1-2-3z"/><path fill="#fff" d="M13 19h6v9h-6zM5 12h22l1.5 2h-25z"/></svg>`;

/**
 * GraphiQL takes its tabs' stale animation offsets off them, but for the tab with the focus: pressed, that one would jump
 * away from under the mouse, and the click would miss it.
 */
const STYLE = `
html, body, #root { height: 100%; margin: 0; }
.waiting { padding: 32px; font: 15px/1.5 system-ui, sans-serif; }
.graphiql-logo { white-space: nowrap; }
.graphiql-tab:focus-within { transform: none !important; }
`;

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
<style>${STYLE}</style>
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
