// Runs in the browser.
// @ts-nocheck -- the project is checked against Node's globals, not the browser's
const QUERY = `{
  products(first: 8, orderBy: { field: VIEWS, direction: DESC }) {
    totalCount
    edges { node { id name category { name } price { amount currency } image { url alt } } }
  }
}`;

const find = (selector) => document.querySelector(selector);

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const ask = (path) =>
  path === "/graphql"
    ? fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ query: QUERY }),
      })
    : fetch(path);

async function show(button) {
  const path = button.dataset.ask;
  const began = performance.now();
  const answer = await ask(path);
  const text = await answer.text();
  const ms = Math.round(performance.now() - began);
  const title = element("p", { className: answer.ok ? "good" : "bad" }, `${answer.status} in ${ms} ms `);
  title.append(element("code", {}, path));
  const shown = element("pre", { tabIndex: 0 }, pretty(text));
  shown.setAttribute("aria-label", `What ${path} answered`);
  const question = path === "/graphql" ? [element("pre", {}, QUERY)] : [];
  find("#answer").replaceChildren(element("br"), title, ...question, shown);
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function shown({ amount, currency }) {
  return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(amount);
}

function card({ name, category, price, image }) {
  const picture =
    image &&
    element("img", { src: new URL(image.url).pathname, alt: image.alt, loading: "lazy", width: 400, height: 300 });
  const text = element(
    "div",
    {},
    element("h3", {}, name),
    element("span", { className: "faint" }, category?.name ?? ""),
  );
  text.append(element("p", { className: "price" }, shown(price)));
  return element("li", { className: "card" }, ...(picture ? [picture] : []), text);
}

async function fillCatalogue() {
  const list = find("#products");
  const { data, errors } = await (await ask("/graphql")).json();
  const edges = data?.products?.edges ?? [];
  const nothing = errors ? errors[0].message : "The catalogue is empty.";
  list.replaceChildren(...(edges.length > 0 ? edges.map(({ node }) => card(node)) : [element("li", {}, nothing)]));
  list.removeAttribute("aria-busy");
}

const WHO_AM_I = `# The account that you have been signed in as.
query WhoAmI {
  me {
    email
    firstName
    isAdmin
  }
}`;

/** The explorer finds the session where its own sign-in would have put it. */
async function openAs(account) {
  const answer = await fetch("/dev/sessions", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ as: account }),
  });
  const given = await answer.json();
  if (!answer.ok) {
    find("#refused").textContent = given.detail;
    return;
  }
  localStorage.setItem("storefront:session", JSON.stringify(given));
  location.href = `/graphql#${new URLSearchParams({ query: WHO_AM_I })}`;
}

for (const button of document.querySelectorAll("[data-ask]")) button.addEventListener("click", () => void show(button));
for (const button of document.querySelectorAll("[data-open-as]")) {
  button.addEventListener("click", () => void openAs(button.dataset.openAs));
}
await fillCatalogue();
