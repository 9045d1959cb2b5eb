// Runs in the browser, after the package's script, which defines YogaGraphiQL.
// @ts-nocheck -- the project is checked against Node's globals, not the browser's
const { workers, options } = JSON.parse(document.getElementById("settings").textContent);

self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => workers[label],
};

YogaGraphiQL.renderYogaGraphiQL(document.getElementById("root"), {
  ...options,
  // Instead of writing every edit into the page's address: passwords would get into the history and into logs, and a
  // reload would run the operation, since an address with a query is a request for data.
  onEditQuery() {},
});
