// Runs in the browser, in the explorer and in the reference: who is signed in, for every tab of both.
// @ts-nocheck -- the project is checked against Node's globals, not the browser's
{
  /** What the pages keep of a session, as JSON: `accessToken`, `refreshToken`, `expiresAt` (ISO 8601), `account`. */
  const KEY = "storefront:session";
  /** Renewed when this much of its life is left, in milliseconds. */
  const EARLY_MS = 60_000;
  const TOKENS = "accessToken refreshToken expiresAt user { email }";
  const plainFetch = self.fetch.bind(self);

  const read = () => JSON.parse(localStorage.getItem(KEY) ?? "null");
  const keep = ({ accessToken, refreshToken, expiresAt, user }) =>
    localStorage.setItem(KEY, JSON.stringify({ accessToken, refreshToken, expiresAt, account: user.email }));
  const forget = () => localStorage.removeItem(KEY);

  async function run(query, variables, accessToken) {
    const headers = { "Content-Type": "application/json" };
    if (accessToken) headers.Authorization = `Bearer ${accessToken}`;
    const answer = await plainFetch("/graphql", {
      method: "POST",
      headers,
      // The cookie of an older client must not decide who is asked about.
      credentials: "omit",
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await answer.json();
    if (errors) throw new Error(errors[0].message);
    return data;
  }

  /** One tab of the browser renews at a time: a refresh token works once. */
  const renewed = () =>
    navigator.locks.request(KEY, async () => {
      const session = read();
      if (!session || Date.parse(session.expiresAt) - Date.now() > EARLY_MS) return session;
      try {
        const query = `mutation ($token: String) { refreshSession(refreshToken: $token) { ${TOKENS} } }`;
        keep((await run(query, { token: session.refreshToken })).refreshSession);
      } catch {
        forget();
        show();
      }
      return read();
    });

  // Both pages send with fetch, to an address in text; an Authorization header that was set by hand wins.
  self.fetch = async (input, init = {}) => {
    const own = new Headers(init.headers).has("Authorization");
    if (typeof input !== "string" || new URL(input, location).origin !== location.origin || own)
      return plainFetch(input, init);
    if (!isIntrospection(init.body)) document.body.dataset.ran = "";
    const session = await renewed();
    if (!session) return plainFetch(input, init);
    const headers = new Headers(init.headers);
    headers.set("Authorization", `Bearer ${session.accessToken}`);
    return plainFetch(input, { ...init, headers });
  };

  const isIntrospection = (body) => typeof body === "string" && body.includes("IntrospectionQuery");

  const [dialog, form, button, who] = ["#sign-in", "#sign-in form", "#session button", "#session span"].map(
    (selector) => document.querySelector(selector),
  );

  function show() {
    const session = read();
    who.textContent = session ? session.account : "";
    button.textContent = session ? "Sign out" : "Sign in";
  }

  async function signIn() {
    const { account, password } = Object.fromEntries(new FormData(form));
    const query = `mutation ($input: LoginInput!) { login(input: $input) { ${TOKENS} } }`;
    keep((await run(query, { input: { account, password } })).login);
    form.reset();
    dialog.close();
    show();
  }

  async function signOut() {
    const session = read();
    forget();
    show();
    // It may have ended long ago, which is as well.
    await run("mutation { logout }", {}, session.accessToken).catch(() => undefined);
  }

  button.addEventListener("click", () => (read() ? signOut() : dialog.showModal()));
  document.querySelector("#sign-in [data-close]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const problem = form.querySelector("[role=alert]");
    problem.textContent = "";
    signIn().catch((error) => (problem.textContent = error.message));
  });
  addEventListener("storage", show);
  show();
}
