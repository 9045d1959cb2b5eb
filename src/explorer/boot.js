// Runs in the browser, after the package's script, which defines YogaGraphiQL.
// @ts-nocheck -- the project is checked against Node's globals, not the browser's
const { workers, options } = JSON.parse(document.getElementById("settings").textContent);

self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => workers[label],
};

const linked = fromLink();
const { query, variables, headers } = linked ?? openTab() ?? options.defaultTabs[0];
YogaGraphiQL.renderYogaGraphiQL(document.getElementById("root"), {
  ...options,
  // Where no tabs are kept yet, GraphiQL would put it into the first example's, under that one's name.
  defaultTabs: linked ? [linked, ...options.defaultTabs] : options.defaultTabs,
  // Said here, because GraphiQL fills its editors from what was last typed instead of from the tab that is open: the
  // first example would have no variables, and a reload would open a copy of it.
  query: query ?? "",
  variables: variables ?? "",
  initialHeaders: headers ?? "",
  // Instead of writing every edit into the page's address: passwords would get into the history and into logs, and a
  // reload would run the operation, since an address with a query is a request for data.
  onEditQuery() {},
});

// A link of this very page changes no more than that part of its address.
addEventListener("hashchange", () => location.reload());

/**
 * An operation that a link carries, `/graphql#query=…&variables=…`: behind the `#`, since an address with a query is a
 * request for data. It is taken out of the address, so that a reload does not open it again.
 */
function fromLink() {
  const link = new URLSearchParams(location.hash.slice(1));
  if (!link.has("query")) return undefined;
  history.replaceState(null, "", location.pathname);
  return { query: link.get("query"), variables: link.get("variables"), headers: null };
}

/** The tab in which the last visit ended, as GraphiQL keeps it. */
function openTab() {
  try {
    const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem("graphiql:tabState"));
    return tabs[activeTabIndex];
  } catch {
    return undefined;
  }
}
