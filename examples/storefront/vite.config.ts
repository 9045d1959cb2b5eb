import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv, type Plugin } from "vite";

export default defineConfig(({ mode }) => {
  const api = loadEnv(mode, import.meta.dirname)["VITE_API_URL"] ?? "http://localhost:4000";
  return {
    plugins: [react(), contentPolicy(new URL(api).origin)],
    define: { "import.meta.env.VITE_API_URL": JSON.stringify(api) },
  };
});

/**
 * The built page runs its own scripts only and talks to the API only. Tokens are kept where scripts can read them, so no
 * other script may get in. (While developing, Vite's own inline scripts have to run.)
 */
function contentPolicy(api: string): Plugin {
  const content = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' ${api}`,
    `connect-src ${api}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return {
    name: "content-policy",
    apply: "build",
    transformIndexHtml: () => [
      { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content }, injectTo: "head-prepend" },
    ],
  };
}
