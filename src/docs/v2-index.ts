import { routes, sentencesOf } from "../rest/v2/routes.ts";
import { BASE } from "../rest/v2/table.ts";
import { idOf } from "../openapi/routes.ts";
import { html, pageOf, withCode } from "./html.ts";

interface IndexEntry {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** The root field of the schema that does the same. */
  readonly operation: string;
}

const entries: readonly IndexEntry[] = routes
  .map((route) => ({
    method: route.method,
    path: BASE + route.path,
    summary: sentencesOf(route)[0] ?? "",
    operation: route.operation,
  }))
  .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));

/** What there is below `/api/v2`, for programs. */
export const v2Index = { openapi: "/openapi.json", reference: "/docs", routes: entries };

/** The same for people. */
export const v2IndexPage = (): string =>
  pageOf({
    title: "/api/v2 – The storefront API",
    path: BASE,
    styles: ["/docs/parts/docs.css"],
    main: html`<h1>/api/v2</h1>
      <p class="lead">
        The GraphQL schema as plain REST: ${entries.length} routes with the same names, types and rules. A click leads
        to the <a href="/docs">reference</a>, where each can be tried.
      </p>
      <table class="routes">
        <thead>
          <tr>
            <th scope="col">Route</th>
            <th scope="col">What it does</th>
          </tr>
        </thead>
        <tbody>
          ${entries.map(
            ({ method, path, summary }) =>
              html`<tr>
                <td>
                  <a href="/docs#/v2/${idOf({ method, path })}"><code>${method} ${path}</code></a>
                </td>
                <td>${withCode(summary)}</td>
              </tr> `,
          )}
        </tbody>
      </table>`,
  });
