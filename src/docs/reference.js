// Runs in the browser, after Swagger UI and session.js.
// @ts-nocheck -- the project is checked against Node's globals, not the browser's
const dark = matchMedia("(prefers-color-scheme: dark)");
const showColors = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", showColors);
showColors();

SwaggerUIBundle({
  url: "/openapi.json",
  domNode: document.getElementById("reference"),
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
  filter: true,
  tryItOutEnabled: true,
  // Nobody outside is asked whether the document is valid.
  validatorUrl: null,
});

/** What Swagger UI leaves to be mended for whoever does not see it or has no mouse. */
function mend() {
  for (const select of document.querySelectorAll("#reference select:not([aria-label])")) {
    select.setAttribute(
      "aria-label",
      select.closest("label")?.textContent.trim() || (select.id === "servers" ? "Server" : "Choice"),
    );
  }
  // A button must not have a link in it; the button does the same.
  for (const link of document.querySelectorAll("#reference .opblock-summary-control a[href]"))
    link.removeAttribute("href");
  for (const scrolls of document.querySelectorAll("#reference pre:not([tabindex])")) scrolls.tabIndex = 0;
}
new MutationObserver(mend).observe(document.getElementById("reference"), { childList: true, subtree: true });
