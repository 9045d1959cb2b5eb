import { escapeHtml } from "../mail/html.ts";
import type { StoredMail } from "../mail/mailer.ts";

/** What this page has besides the style of all pages. */
const style = `
  summary { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) auto; gap: 16px; }
  summary > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  summary time { font-variant-numeric: tabular-nums; }
  .code { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; margin: 0; padding: 14px 20px 0; }
  .code code { font-size: 26px; letter-spacing: 0.12em; }
  .parts { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; padding: 16px 20px 20px; }
  .parts pre { margin: 0; }
  iframe { width: 100%; height: 420px; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
  @media (max-width: 760px) { summary, .parts { grid-template-columns: minmax(0, 1fr); gap: 4px; } .parts { gap: 12px; } }`;

/**
 * Copies codes. Looks for new mail every two seconds; a reload waits while text is selected, or it would spoil copying by
 * hand.
 */
const script = (total: number) => `
  for (const button of document.querySelectorAll("[data-code]")) {
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.code);
      button.textContent = "Copied";
    });
  }
  setInterval(async () => {
    if (document.hidden || String(getSelection())) return;
    const answer = await fetch("/dev/mail.json", { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (answer?.ok && answer.headers.get("Mail-Total") !== "${total}") location.reload();
  }, 2000);`;

export interface Shown {
  /** In the order given. */
  readonly mails: readonly StoredMail[];
  /** Mails ever taken in, for the script to compare. */
  readonly total: number;
  /** Of the script. */
  readonly nonce: string;
  /** Scheme and host of this server. */
  readonly origin: string;
  /** Whether there is GraphiQL to ask in. */
  readonly explorer: boolean;
}

/** The page that lists mails, or says how to get one. */
export function mailPage({ mails, total, nonce, origin, explorer }: Shown): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mails (${mails.length}) · The storefront API</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/pages/style.css">
<style>${style}
</style>
</head>
<body>
<header>
<a class="brand" href="/"><img src="/favicon.svg" alt="">The storefront API</a>
<nav aria-label="Pages"><a href="/graphql" data-shown="${explorer ? "on" : "off"}">Explorer</a><a href="/dev/mail" aria-current="page">Mails</a><a href="/dev/requests">Requests</a></nav>
</header>
<main>
<h1>Mails</h1>
<p class="faint">Kept in memory instead of sent, newest first. Nothing leaves this machine. <a href="/dev/mail.json">As JSON</a></p>
${mails.length === 0 ? empty(origin, explorer) : mails.map((mail, index) => entry(mail, index === 0)).join("\n")}
</main>
<script nonce="${escapeHtml(nonce)}">${script(total)}
</script>
</body>
</html>
`;
}

const QUERY = `mutation AskForCode($email: String!) {
  requestRegistrationCode(email: $email) {
    expiresIn
  }
}`;

function empty(origin: string, explorer: boolean): string {
  const link = new URLSearchParams({ query: QUERY, variables: JSON.stringify({ email: "ada@example.com" }, null, 2) });
  const curl = `curl ${origin}/users/register/precheck \\
  -d '{"email":"ada@example.com"}'`;
  return `<section class="card">
<h2>No mail yet</h2>
<p>Whoever registers by code, signs in by code or has forgotten a password gets a mail with six digits. Ask for one, and it
appears here by itself:</p>
<p class="actions" data-shown="${explorer ? "on" : "off"}"><a class="button primary" href="/graphql#${escapeHtml(String(link))}">Ask in the explorer</a></p>
<p>With curl, as a client of the envelope contract does:</p>
<pre>${escapeHtml(curl)}</pre>
</section>`;
}

const clock = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium" });

/** Only the newest stands open: a closed one's frame is not laid out, so a hundred mails stay light. */
function entry({ to, subject, text, html, sentAt }: StoredMail, open: boolean): string {
  return `<details class="entry"${open ? " open" : ""}>
<summary>
<span>${escapeHtml(to)}</span>
<b>${escapeHtml(subject)}</b>
<time class="faint" datetime="${escapeHtml(sentAt)}">${clock.format(new Date(sentAt))}</time>
</summary>
${codeIn(text)}
<div class="parts">
<pre tabindex="0" aria-label="The mail as text">${escapeHtml(text)}</pre>
<iframe sandbox title="HTML part" loading="lazy" srcdoc="${escapeHtml(html)}"></iframe>
</div>
</details>`;
}

function codeIn(text: string): string {
  const code = /\b\d{6}\b/.exec(text)?.[0];
  if (code === undefined) return "";
  return `<p class="code"><code>${code}</code><button type="button" data-code="${code}">Copy the code</button></p>`;
}
