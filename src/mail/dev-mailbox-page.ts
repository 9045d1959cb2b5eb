import { escapeHtml } from "./html.ts";
import type { StoredMail } from "./outbox.ts";

const style = `
  :root { color-scheme: light dark; --ground: light-dark(#f3f4f6, #16181d); --card: light-dark(#fff, #22252c);
    --line: light-dark(#e0e3e8, #363a44); --ink: light-dark(#1c1f26, #e8eaee); --faint: light-dark(#5c6370, #a3a9b5);
    --accent: light-dark(#2456c9, #8ab0ff); }
  * { box-sizing: border-box; }
  body { margin: 0 auto; max-width: 1080px; padding: 32px 20px 64px; background: var(--ground); color: var(--ink);
    font: 15px/1.55 system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
  header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; margin-bottom: 20px; }
  h1 { margin: 0; font-size: 22px; }
  header p { margin: 0; color: var(--faint); }
  a { color: var(--accent); }
  details { margin-bottom: 10px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
  summary { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) auto; gap: 16px; padding: 12px 16px;
    cursor: pointer; list-style: none; }
  summary::-webkit-details-marker { display: none; }
  summary:focus-visible { outline: 2px solid var(--accent); border-radius: 10px; }
  summary > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  summary b { font-weight: 600; }
  time { color: var(--faint); font-variant-numeric: tabular-nums; }
  .parts { display: grid; grid-template-columns: 1fr 1fr; border-top: 1px solid var(--line); }
  pre { margin: 0; padding: 16px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere;
    font: 13px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; }
  iframe { width: 100%; height: 420px; border: 0; border-left: 1px solid var(--line); border-radius: 0 0 10px 0; }
  .empty { padding: 56px 16px; text-align: center; color: var(--faint); border: 1px dashed var(--line);
    border-radius: 10px; }
  @media (max-width: 760px) {
    summary, .parts { grid-template-columns: minmax(0, 1fr); gap: 0; }
    iframe { border-left: 0; border-top: 1px solid var(--line); }
  }`;

/** Looks for new mail every two seconds; a reload waits while text is selected, or it would spoil copying a code. */
const script = (total: number) => `
  setInterval(async () => {
    if (document.hidden || String(getSelection())) return;
    const answer = await fetch("/dev/mail.json", { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (answer?.ok && answer.headers.get("Mail-Total") !== "${total}") location.reload();
  }, 2000);`;

/** The page that lists the mails in the order given; `total` is the outbox's, for the script to compare. */
export function mailboxPage(mails: readonly StoredMail[], total: number, nonce: string): string {
  const list = mails.map((mail, index) => entry(mail, index === 0)).join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mail (${mails.length})</title>
<link rel="icon" href="data:,">
<style>${style}
</style>
</head>
<body>
<header>
<h1>Mail</h1>
<p>Kept in memory instead of sent, newest first. Nothing leaves this machine. <a href="/dev/mail.json">JSON</a></p>
</header>
<main>
${list === "" ? `<p class="empty">No mail yet. Ask for a code and it appears here.</p>` : list}
</main>
<script nonce="${escapeHtml(nonce)}">${script(total)}
</script>
</body>
</html>
`;
}

const clock = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium" });

/** Only the newest stands open: a closed one's frame is not laid out, so a hundred mails stay light. */
function entry({ to, subject, text, html, sentAt }: StoredMail, open: boolean): string {
  return `<details${open ? " open" : ""}>
<summary>
<span>${escapeHtml(to)}</span>
<b>${escapeHtml(subject)}</b>
<time datetime="${sentAt.toISOString()}">${clock.format(sentAt)}</time>
</summary>
<div class="parts">
<pre>${escapeHtml(text)}</pre>
<iframe sandbox title="HTML part" loading="lazy" srcdoc="${escapeHtml(html)}"></iframe>
</div>
</details>`;
}
