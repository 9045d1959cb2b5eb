import { html, pageOf } from "./html.ts";

/** Where the parts of the reference are. */
export const PARTS = "/docs/parts";

/** The page of the reference: Swagger UI over `/openapi.json`, and who is signed in. */
export const referencePage = (): string =>
  pageOf({
    title: "Reference – The storefront API",
    path: "/docs",
    styles: [`${PARTS}/swagger-ui.css`, `${PARTS}/reference.css`],
    scripts: [`${PARTS}/swagger-ui-bundle.js`, `${PARTS}/session.js`, `${PARTS}/reference.js`],
    beside: html`<div id="session"><span></span><button type="button">Sign in</button></div>`,
    main: html`<h1>REST reference</h1>
      <p class="lead">
        Every REST route, what it takes and what it answers. “Execute” sends the request to this server, as whoever is
        signed in above. The same as a file for tools: <a href="/openapi.json">openapi.json</a>.
      </p>
      <div id="reference"><p>Loading…</p></div>
      <noscript
        ><p>The page needs JavaScript; <a href="/openapi.json">openapi.json</a> does not.</p></noscript
      >
      <dialog id="sign-in" aria-labelledby="sign-in-title">
        <form method="dialog">
          <h2 id="sign-in-title">Sign in</h2>
          <p class="faint">For every request of this page, and for the explorer.</p>
          <label
            >E-mail address, username or phone number<input name="account" autocomplete="username" required
          /></label>
          <label>Password<input name="password" type="password" autocomplete="current-password" required /></label>
          <p role="alert" class="bad"></p>
          <p class="actions">
            <button type="button" data-close>Cancel</button><button type="submit" class="primary">Sign in</button>
          </p>
        </form>
      </dialog>`,
  });
