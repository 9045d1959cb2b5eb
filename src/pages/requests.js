// Runs in the browser.
// @ts-nocheck -- the project is checked against Node's globals, not the browser's
const LOOK_EVERY_MS = 2000;

const list = document.querySelector("#requests");
const filter = document.querySelector("#filter");
const open = new Set();
let requests = [];

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const milliseconds = (ms) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
const code = (text, label) => {
  const made = element("pre", { tabIndex: 0 }, text);
  made.setAttribute("aria-label", label);
  return made;
};
const part = (title, ...children) => element("section", { className: "part" }, element("h3", {}, title), ...children);
const faint = (text) => element("p", { className: "faint" }, text);

function operation({ name, at, ms, document, variables }) {
  const link = `/graphql#${new URLSearchParams({ query: document, variables })}`;
  return [
    element(
      "p",
      {},
      element("b", {}, name || "an operation without a name"),
      ` at ${milliseconds(at)}, for ${milliseconds(ms)} `,
    ),
    code(document, `The document of ${name}`),
    ...(variables === "{}" ? [] : [code(variables, `The variables of ${name}`)]),
    element("p", { className: "actions" }, element("a", { className: "button", href: link }, "Open in GraphiQL")),
  ];
}

function operations({ operations, givenAgain }) {
  if (operations.length > 0) return operations.flatMap(operation);
  if (givenAgain) return [faint(`The answer of ${givenAgain} was in memory and was given again.`)];
  return [faint("None ran.")];
}

function statements({ statements }) {
  if (statements.length === 0) return [faint("None: nothing was asked of the database.")];
  const rows = statements.map(({ at, ms, sql }) =>
    element(
      "tr",
      {},
      element("td", {}, milliseconds(at)),
      element("td", {}, milliseconds(ms)),
      element("td", {}, element("code", {}, sql)),
    ),
  );
  const head = element("tr", {}, ...["at", "took", "statement"].map((text) => element("th", { scope: "col" }, text)));
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  return [table];
}

function limits({ limits }) {
  if (limits.length === 0) return [faint("None was spent from.")];
  return limits.map(({ act, limit, remaining, resetSeconds }) =>
    element("p", {}, element("b", {}, act), `: ${remaining} of ${limit} left, all again in ${resetSeconds} s`),
  );
}

function answer({ status, ms, headers, failures, body, id }) {
  const errors = failures.map(({ code, limit }) =>
    element("p", { className: "bad" }, code, limit ? ` by the limit of ${limit}` : ""),
  );
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [
    element(
      "p",
      {},
      status === null ? "The client went away." : `${status} after ${milliseconds(ms)}, X-Request-Id ${id}`,
    ),
    ...errors,
    ...(lines.length === 0 ? [] : [code(lines.join("\n"), "The headers of the answer")]),
    ...(body === "" ? [] : [code(body, "The body of the answer")]),
  ];
}

function entry(request) {
  const { id, method, url, route, status, ms, startedAt } = request;
  const good = status !== null && status < 400;
  const details = element("details", { className: "entry", open: open.has(id) });
  details.append(
    element(
      "summary",
      {},
      element("b", { className: good ? "good" : "bad" }, String(status ?? "—")),
      element("code", {}, `${method} ${url}`),
      element("span", { className: "faint" }, `${milliseconds(ms)}, ${new Date(startedAt).toLocaleTimeString()}`),
    ),
  );
  const fill = () => {
    if (!details.open || details.childElementCount > 1) return;
    details.append(
      part("Route", element("p", {}, route ? element("code", {}, route) : "No route took it.")),
      part("GraphQL", ...operations(request)),
      part("SQL", ...statements(request)),
      part("Limits", ...limits(request)),
      part("Answer", ...answer(request)),
    );
  };
  fill();
  details.addEventListener("toggle", () => {
    if (details.open) open.add(id);
    else open.delete(id);
    fill();
  });
  return details;
}

function draw() {
  const wanted = filter.value.trim().toLowerCase();
  const texts = ({ method, url, route, operations, givenAgain }) =>
    [method, url, route, givenAgain, ...operations.map(({ name }) => name)].join(" ").toLowerCase();
  const shown = requests.filter((request) => texts(request).includes(wanted));
  const nothing =
    requests.length === 0 ? "No request yet: ask something at any door, and it appears here." : "None like this.";
  list.replaceChildren(...(shown.length === 0 ? [element("p", { className: "card" }, nothing)] : shown.map(entry)));
  list.removeAttribute("aria-busy");
}

async function look() {
  // What somebody reads or copies must not be drawn anew under them.
  if (document.hidden || String(getSelection())) return;
  const answer = await fetch("/dev/requests.json", { cache: "no-store" }).catch(() => undefined);
  if (!answer?.ok) return;
  const found = await answer.json();
  const isSame = found.length === requests.length && found[0]?.id === requests[0]?.id;
  if (isSame && !list.hasAttribute("aria-busy")) return;
  requests = found;
  if (!list.contains(document.activeElement)) draw();
}

filter.addEventListener("input", draw);
await look();
setInterval(() => void look(), LOOK_EVERY_MS);
