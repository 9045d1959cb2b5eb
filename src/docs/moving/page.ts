import type { Language } from "../../problems.ts";
import { type Html, html, pageOf, withCode } from "../html.ts";
import type { OldRoute } from "./routes.ts";
import { inChinese, type Words, words } from "./words.ts";

/** The page that has every old route beside what takes its place. @param explorer whether there is GraphiQL to open one in */
export function movingPage(routes: readonly OldRoute[], language: Language, explorer: boolean): string {
  const said = words[language];
  const summaryOf = ({ name, summary }: OldRoute) => (language === "zh" ? (inChinese[name] ?? summary) : summary);
  const section = (contract: OldRoute["contract"]) => {
    const own = routes.filter((route) => route.contract === contract);
    return html`<section aria-labelledby="${contract}">
      <h2 id="${contract}">${said[contract]}</h2>
      <nav class="contents" aria-label="${said.contents}">
        ${own.map((route) => html`<a href="#${route.anchor}"><code>${route.name}</code></a> `)}
      </nav>
      ${contract === "bearer" ? html`<p>${withCode(said.pictures)}</p>` : ""}
      ${own.map((route) => article(route, summaryOf(route), said, explorer))}
    </section>`;
  };
  const other = language === "zh" ? "en" : "zh";
  return pageOf({
    title: `${said.title} – The storefront API`,
    path: "/docs/moving",
    language,
    styles: ["/docs/parts/docs.css"],
    beside: html`<a
      class="button"
      href="/docs/moving?language=${other}"
      lang="${other === "zh" ? "zh-CN" : "en"}"
      hreflang="${other}"
      >${said.other}</a
    >`,
    main: html`<h1>${said.title}</h1>
      <p class="lead">${said.lead}</p>
      <section aria-labelledby="changes">
        <h2 id="changes">${said.changesTitle}</h2>
        <ul>
          ${said.changes.map((change) => html`<li>${withCode(change)}</li> `)}
        </ul>
      </section>
      <section aria-labelledby="end">
        <h2 id="end">${said.endTitle}</h2>
        <p>${withCode(said.end)}</p>
      </section>
      ${section("bearer")} ${section("envelope")}`,
  });
}

function article(route: OldRoute, summary: string, said: Words, explorer: boolean): Html {
  const { anchor, name, query, variables, reference, successor } = route;
  return html`<article class="card" id="${anchor}">
    <h3>
      <a href="#${anchor}"><code>${name}</code></a>
    </h3>
    <p>${summary}</p>
    <pre tabindex="0"><code>${query}</code></pre>
    ${
      variables === null
        ? ""
        : html`<p class="faint label">${said.variables}</p>
            <pre tabindex="0"><code>${variables}</code></pre>`
    }
    <p class="actions">
      ${explorer ? html`<a class="button primary" href="${explorerLink(route)}">${said.open}</a>` : ""}
      ${successor ? html`<a class="button" href="${successor.reference}">${said.restRoute}: <code>${successor.name}</code></a>` : ""}
      <a class="button" href="${reference}">${said.oldRoute}</a>
    </p>
  </article> `;
}

function explorerLink({ query, variables }: OldRoute): string {
  const link = new URLSearchParams({ query, ...(variables !== null && { variables }) });
  return `/graphql#${link.toString()}`;
}
