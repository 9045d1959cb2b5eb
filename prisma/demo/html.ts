// The data files wrap long sentences to stay readable; the line breaks must not reach the clients.
function text(value: string): string {
  return value.replace(/\s+/g, " ").trim().replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function html(...blocks: readonly string[]): string {
  return blocks.join("\n");
}

export function p(value: string): string {
  return `<p>${text(value)}</p>`;
}

export function note(label: string, value: string): string {
  return `<p><strong>${text(label)}</strong> ${text(value)}</p>`;
}

export function ul(...items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${text(item)}</li>`).join("")}</ul>`;
}

export function specs(rows: Readonly<Record<string, string>>): string {
  const body = Object.entries(rows).map(([name, value]) => `<tr><th>${text(name)}</th><td>${text(value)}</td></tr>`);
  return `<table><tbody>${body.join("")}</tbody></table>`;
}
