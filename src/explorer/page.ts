import type { GraphiQLOptions } from "graphql-yoga";
import type { Example } from "./examples/index.ts";

/** Where the browser finds the parts of GraphiQL. */
export interface Parts {
  readonly script: string;
  readonly style: string;
  readonly session: string;
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
:root { color-scheme: light dark; --line: light-dark(#dfe1e8, #353945); --accent: light-dark(#b3057a, #ff85cb); }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fff, #212a3b); }
#root { flex: 1; min-height: 0; }
#root .graphiql-container { height: 100%; }
#bar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 20px; padding: 6px 16px; border-bottom: 1px solid var(--line); }
#bar a { color: inherit; }
#bar nav { display: flex; gap: 16px; }
#session { margin-left: auto; }
#examples { position: relative; }
#examples summary { cursor: pointer; }
#examples > div { position: absolute; z-index: 10; top: calc(100% + 8px); left: 0; width: max-content; max-width: calc(100vw - 32px);
  max-height: 70vh; overflow: auto; padding: 8px 20px 16px; border: 1px solid var(--line); border-radius: 12px;
  background: light-dark(#fff, #212a3b); box-shadow: 0 8px 24px #0003; }
#examples h2 { margin: 10px 0 2px; font-size: 14px; color: light-dark(#565c69, #a8aebb); }
#examples a { display: block; padding: 5px 0; }
#session { display: flex; align-items: center; gap: 12px; min-width: 0; }
#session span { overflow: hidden; text-overflow: ellipsis; }
#bar button, #sign-in button { min-height: 34px; padding: 4px 14px; border: 1px solid var(--line); border-radius: 8px;
  background: transparent; color: inherit; font: inherit; cursor: pointer; }
#sign-in { width: min(400px, calc(100vw - 32px)); padding: 24px; border: 1px solid var(--line); border-radius: 14px;
  background: light-dark(#fff, #212a3b); color: light-dark(#1b1e25, #e9ebf0); }
#sign-in::backdrop { background: #0008; }
#sign-in h1 { margin: 0 0 4px; font-size: 20px; }
#sign-in label { display: block; margin-top: 14px; font-weight: 550; }
#sign-in input { display: block; width: 100%; margin-top: 4px; padding: 9px 12px; border: 1px solid var(--line);
  border-radius: 8px; background: light-dark(#fff, #161c28); color: inherit; font: inherit; }
#sign-in [role=alert] { min-height: 1.5em; margin: 12px 0; color: light-dark(#a3261b, #ff9a8f); }
#sign-in .buttons { display: flex; justify-content: flex-end; gap: 10px; }
#sign-in [type=submit] { border-color: transparent; background: var(--accent); color: light-dark(#fff, #2b0019); }
:is(#bar, #sign-in) :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
body:not([data-ran]) .graphiql-response { position: relative; }
body:not([data-ran]) .graphiql-response::before { content: "The answer will stand here. Press the pink button, or Ctrl+Enter, to run the operation on the left.";
  position: absolute; z-index: 1; inset: 24px 24px auto; color: light-dark(#565c69, #a8aebb); pointer-events: none; }
@media (max-width: 699px) {
  #bar nav a:not(:first-child) { display: none; }
  #bar { position: relative; }
  #examples { position: static; }
  #examples > div { left: 16px; top: 100%; }
  .graphiql-container #graphiql-session { display: block; overflow: auto; }
  .graphiql-container #graphiql-session > * { width: auto !important; max-width: none !important; }
  .graphiql-container .graphiql-editors { height: 55vh; }
  .graphiql-container .graphiql-response { height: 60vh; margin-top: 12px; }
  .graphiql-container .graphiql-horizontal-drag-bar { display: none; }
  .graphiql-logo { display: none; }
  body:not([data-ran]) .graphiql-response::before { content: "The answer will stand here. Press the pink button above to run the operation."; }
}
.waiting { padding: 32px; font: 15px/1.5 system-ui, sans-serif; }
.graphiql-logo { white-space: nowrap; }
.graphiql-tab:focus-within { transform: none !important; }
`;

/** The page that loads GraphiQL. What it embeds is the server's own; no part of it comes from a request. */
export function explorerPage(
  title: string,
  parts: Parts,
  options: GraphiQLOptions,
  examples: readonly Example[],
): string {
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
<script src="${parts.session}" defer></script>
<script src="${parts.boot}" defer></script>
</head>
<body>
<header id="bar">
<nav aria-label="Pages"><a href="/">The storefront API</a></nav>
<details id="examples"><summary>Examples</summary><div>${menuOf(examples)}</div></details>
<div id="session"><span></span><button type="button">Sign in</button></div>
</header>
<dialog id="sign-in" aria-labelledby="sign-in-title">
<form method="dialog">
<h1 id="sign-in-title">Sign in</h1>
<p>For every operation in every tab, unless its headers name a token of their own.</p>
<label>E-mail address, username or phone number<input name="account" autocomplete="username" required></label>
<label>Password<input name="password" type="password" autocomplete="current-password" required></label>
<p role="alert"></p>
<p class="buttons"><button type="button" data-close>Cancel</button><button type="submit">Sign in</button></p>
</form>
</dialog>
<div id="root"><p class="waiting">Loading GraphiQL…</p></div>
<noscript><p class="waiting">GraphiQL needs JavaScript. The API itself does not: send POST requests with JSON here.</p></noscript>
<script id="settings" type="application/json">${settings}</script>
</body>
</html>
`;
}

/** Links that open an example in a tab of its own, by what they are for. */
function menuOf(examples: readonly Example[]): string {
  const tasks = Map.groupBy(examples, ({ task }) => task);
  return [...tasks]
    .map(([task, those]) => `<h2>${task[0]?.toUpperCase()}${task.slice(1)}</h2>${those.map(linkTo).join("")}`)
    .join("\n");
}

function linkTo({ name, query, variables = "" }: Example): string {
  const link = new URLSearchParams({ query, ...(variables !== "" && { variables }) });
  const words = name.replace(/^\d+-/, "").replaceAll("-", " ");
  // What stands in a query string is encoded, but for the sign between its parts.
  return `<a href="/graphql#${String(link).replaceAll("&", "&amp;")}">${words[0]?.toUpperCase()}${words.slice(1)}</a>`;
}

/** JSON that cannot end the element it stands in. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
